#!/bin/sh
# Makes what is handed out, in dist/target/packages: ./package.sh. Twice from the same files gives the same bytes.
set -eu

usage() {
    cat <<TEXT
Usage: $0 [--built] [--without-native] [--replace] [--fast] [--out=FOLDER]
       [KIND...]

Makes in dist/target/packages, or in FOLDER, each with VERSION as pom.xml says
it:

tar   supervisor4j-VERSION-linux-x86_64.tar.gz and .tar.xz, which need nothing
      else, and supervisor4j-VERSION-noarch.tar.gz, for a Java that is there
deb   supervisor4j_VERSION_amd64.deb
rpm   supervisor4j-VERSION-1.x86_64.rpm
sbom  supervisor4j-VERSION.cdx.json: what is in it, as CycloneDX writes it

and SHA256SUMS of what is there then. Without a KIND: all four. Where there is
no JDK 25 that can build the native programs (docs/native.md), the packages for
x86_64 carry a Java of their own instead. docs/packages.md has more.

--built            packs what dist/target holds, and builds nothing
--without-native   does not try to build, or to pack, the native programs
--replace          the .deb does not stay beside Debian's supervisor, but
                   replaces it, the Python module included
--fast             packs quickly and not tightly, for tests
TEXT
}

built=
native=yes
replace=
fast=
kinds=
out=
while [ $# -gt 0 ]; do
    case $1 in
        --built) built=yes ;;
        --without-native) native= ;;
        --replace) replace=yes ;;
        --fast) fast=yes ;;
        --out=?*) out=${1#*=} ;;
        tar | deb | rpm | sbom) kinds="$kinds $1" ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
    shift
done
kinds=${kinds:-tar deb rpm sbom}

top=$(cd -P -- "$(dirname -- "$0")" && pwd -P)
# shellcheck source=dist/src/setup/packages.sh
. "$top/dist/src/setup/packages.sh"
cd "$top"
target=$top/dist/target
parts=$top/dist/src/package
mkdir -p "${out:=$target/packages}"
out=$(cd -P -- "$out" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

wants() {
    case " $kinds " in *" $1 "*) return 0 ;; esac
    return 1
}

# need COMMAND PACKAGE: installed where that is possible.
need() {
    has "$1" && return
    { is_root && has apt-get; } || die "$1 is missing; install it (Debian: apt-get install $2)"
    refresh_package_lists
    install_packages "$2"
}

need xz xz-utils
need strip binutils
! wants deb || need dpkg-deb dpkg
! wants rpm || need rpmbuild rpm

version=$(sed -n 's:^ *<revision>\(.*\)</revision>$:\1:p' pom.xml)
[ -n "$version" ] || die 'pom.xml does not tell the version, which is its property "revision"'
# A version for packages: what comes before a release sorts before it.
before=$(printf '%s\n' "$version" | sed 's/-SNAPSHOT$/~snapshot/')

# All files are as old as the commit, whenever they were made.
if [ -z "${SOURCE_DATE_EPOCH-}" ]; then
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null) ||
        die 'this is no git checkout; set SOURCE_DATE_EPOCH to the time that all files are to have (seconds since 1970)'
fi
export SOURCE_DATE_EPOCH
export LC_ALL=C.UTF-8 TZ=UTC
level=-9
[ -z "$fast" ] || level=-1
umask 022

if [ -n "$native" ] && [ -z "$built" ] && ! lacking=$("$top/dist/src/native/build" --check 2>&1); then
    say "without the native programs: ${lacking#build: }"
    native=
fi

if [ -z "$built" ]; then
    need_jdk_and_maven
    say "building version $version"
    mvn -B -q -ntp -Pquick,sbom"${native:+,native}" -DskipTests clean package
fi
[ -d "$target/supervisor4j" ] || die "$target/supervisor4j is not there; run this without --built"
if [ -n "$native" ] && [ ! -x "$target/supervisor4j-native/bin/supervisord" ]; then
    say 'without the native programs: dist/target/supervisor4j-native is not there'
    native=
fi

# What needs nothing else: the native programs, or the ones in Java with a Java that has only what they ask for.
own=$work/own
if [ -n "$native" ]; then
    cp -a "$target/supervisor4j-native" "$own"
    rm -f "$own"/bin/*-with-symbols
    find "$own/lib" -name '*.so' -exec strip --strip-unneeded {} + -exec chmod 644 {} +
else
    say 'a Java of its own'
    home=${JAVA_HOME:-$(readlink -f "$(command -v javac)" | sed 's:/bin/javac$::')}
    cp -a "$target/supervisor4j" "$own"
    rm -rf "$own/lib/cds"
    asked=$("$home/bin/jdeps" --ignore-missing-deps --multi-release 17 --print-module-deps \
        --class-path "$own/lib/*" "$own/lib/supervisord.jar" "$own/lib/supervisorctl.jar")
    # Parts of libraries that ours never gets to ask for windows and databases, which are half of a Java. What cannot be seen
    # in the jars: TLS with elliptic curves, which later ones have in java.base.
    asked=$(printf '%s\n' "$asked" | tr , '\n' | grep -vx -e java.desktop -e java.sql | tr '\n' ,)
    curves=
    ! "$home/bin/java" --list-modules | grep -q '^jdk.crypto.ec' || curves=,jdk.crypto.ec
    "$home/bin/jlink" --add-modules "${asked}java.xml$curves" --strip-debug --no-man-pages --no-header-files \
        --compress=2 --output "$own/runtime"
fi

# settle FOLDER: modes and times that do not depend on who builds, and when.
settle() {
    chmod -R u=rwX,go=rX "$1"
    find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# archive FOLDER NAME: FOLDER as NAME.tar, in which it is called by name and version alone.
archive() {
    settle "$1"
    tar --create --sort=name --owner=0 --group=0 --numeric-owner --format=ustar --mtime="@$SOURCE_DATE_EPOCH" \
        --transform "s:^\\.:supervisor4j-$version:S" -C "$1" . >"$work/$2.tar"
    gzip -n "$level" <"$work/$2.tar" >"$out/$2.tar.gz"
}

if wants tar; then
    say 'the archives'
    archive "$own" "supervisor4j-$version-linux-x86_64"
    # One thread: more of them cut it into blocks, and others on another machine.
    xz --threads=1 "$level" <"$work/supervisor4j-$version-linux-x86_64.tar" >"$out/supervisor4j-$version-linux-x86_64.tar.xz"
    cp -a "$target/supervisor4j" "$work/noarch"
    # What was made of the Java of this machine, for this place; libexec/make-archives makes it anew anywhere.
    rm -rf "$work/noarch/lib/cds"
    archive "$work/noarch" "supervisor4j-$version-noarch"
fi

# installed ROOT: what both kinds of package have, in their places below ROOT.
installed() {
    mkdir -p "$1/usr/bin" "$1/usr/lib/supervisor4j" "$1/usr/share/doc/supervisor4j" "$1/var/log/supervisor"
    for part in bin lib libexec plugins sample runtime; do
        [ ! -e "$own/$part" ] || cp -a "$own/$part" "$1/usr/lib/supervisor4j/"
    done
    for program in supervisord supervisorctl echo_supervisord_conf pidproxy; do
        ln -s "../lib/supervisor4j/bin/$program" "$1/usr/bin/$program"
    done
    mkdir -p "$1/usr/share/bash-completion" "$1/usr/share/fish"
    cp -a "$own/share/bash-completion/completions" "$1/usr/share/bash-completion/"
    cp -a "$own/share/fish/vendor_completions.d" "$1/usr/share/fish/"
    for part in docs examples README.md CHANGELOG.md NOTICE; do
        [ ! -e "$own/$part" ] || cp -a "$own/$part" "$1/usr/share/doc/supervisor4j/"
    done
    cp -a "$own/share/man" "$1/usr/share/"
    gzip -9n "$1"/usr/share/man/man*/*
}

# What Debian's packages must have for the programs below FOLDER: the oldest glibc that all of them run with (what their
# symbols ask for; packed relocations 2.36), and what a Java is linked with.
depends_of() {
    find "$1" -type f \( -name '*.so' -o -perm -100 \) -exec objdump -p {} + 2>/dev/null |
        sed -n 's/.* GLIBC_ABI_DT_RELR$/libc 2.36/p; s/.* GLIBC_\([0-9.]*\)$/libc \1/p; s/^ *NEEDED  */needs /p' |
        sort -uV >"$work/needs"
    printf 'libc6 (>= %s)' "$(sed -n 's/^libc //p' "$work/needs" | tail -n 1)"
    while read -r library package; do
        ! grep -qxF "needs $library" "$work/needs" || printf ', %s' "$package"
    done <<TEXT
libz.so.1 zlib1g
libstdc++.so.6 libstdc++6
libgcc_s.so.1 libgcc-s1
TEXT
}

control() {
    cat <<TEXT
Package: supervisor4j
Version: $before
Architecture: amd64
Maintainer: $by
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)
Depends: $(depends_of "$root/usr/lib/supervisor4j"), sysvinit-utils (>= 3.05-4~) | lsb-base
TEXT
    [ -z "$replace" ] || printf '%s: supervisor\n' Conflicts Replaces Provides
    cat <<TEXT
Section: admin
Priority: optional
Homepage: http://supervisord.org
Description: process supervision on a single host, as Supervisor does it
 supervisord starts programs, watches them, and starts them again when they
 end; supervisorctl, a page and XML-RPC show and control them. It reads the
 files of Supervisor, answers as Supervisor does, and needs no Python.
 .
TEXT
    if [ -n "$replace" ]; then
        echo " This package takes the place of Debian's supervisor."
    else
        cat <<TEXT
 Beside Debian's supervisor it takes over its programs, service and
 configuration, and gives them back when it is removed. The Python module
 stays there for event listeners that use it.
TEXT
    fi
}

debian_package() {
    say "the package for Debian"
    root=$work/deb
    deb=$parts/deb
    installed "$root"
    doc=$root/usr/share/doc/supervisor4j
    mkdir -p "$root/DEBIAN" "$root/etc/supervisor/conf.d" "$root/etc/init.d" "$root/usr/lib/systemd/system" \
        "$root/usr/share/lintian/overrides" "$root/usr/share/zsh/vendor-completions"
    cp -a "$own"/share/zsh/site-functions/* "$root/usr/share/zsh/vendor-completions/"
    cp "$deb/supervisord.conf" "$deb/init" "$root/usr/lib/supervisor4j/"
    cp "$deb/supervisor.service" "$root/usr/lib/systemd/system/"
    cp "$deb/lintian-overrides" "$root/usr/share/lintian/overrides/supervisor4j"
    cp "$deb/copyright" "$doc/"
    by="${DEBFULLNAME:-supervisor4j} <${DEBEMAIL:-packages@supervisor4j.org}>"
    gzip -9n >"$doc/changelog.gz" <<TEXT
supervisor4j ($before) unstable; urgency=medium

  * Version $version.

 -- $by  $(date -R -d "@$SOURCE_DATE_EPOCH")
TEXT
    cp "$deb/triggers" "$root/DEBIAN/"
    for script in preinst postinst prerm postrm; do
        sed -e "/^\\. .*common\\.sh\$/{r $deb/common.sh" -e 'd}' -e '/^# shellcheck source=/d' "$deb/$script" >"$root/DEBIAN/$script"
    done
    settle "$root"
    chmod 755 "$root"/DEBIAN/p*
    chmod 755 "$root/usr/lib/supervisor4j/init"
    control >"$root/DEBIAN/control"
    (cd "$root" && find . -path ./DEBIAN -prune -o -type f -print | sed 's:^\./::' | sort | xargs -d '\n' md5sum) >"$root/DEBIAN/md5sums"
    settle "$root/DEBIAN"
    chmod 755 "$root"/DEBIAN/p*
    if [ -n "$fast" ]; then
        set -- -Zgzip -z1
    else
        set -- -Zxz -z9 -Sextreme
    fi
    # More than one thread cuts the data into blocks, whose size depends on the machine.
    dpkg-deb --root-owner-group --threads-max=1 "$@" --build "$root" "$out/supervisor4j${replace:+-replacing}_${before}_amd64.deb" >"$work/dpkg-deb.log"
}
! wants deb || debian_package

rpm_package() {
    say "the package for Fedora and its like"
    root=$work/rpm
    installed "$root"
    mkdir -p "$root/etc/supervisord.d" "$root/usr/lib/systemd/system" "$root/usr/share/zsh/site-functions"
    cp -a "$own"/share/zsh/site-functions/* "$root/usr/share/zsh/site-functions/"
    # Debian's settings and unit, in the places that EPEL's package has.
    sed 's:/etc/supervisor/conf\.d/\*\.conf:/etc/supervisord.d/*.ini:' "$parts/deb/supervisord.conf" >"$root/etc/supervisord.conf"
    sed 's:/etc/supervisor/supervisord\.conf:/etc/supervisord.conf:' \
        "$parts/deb/supervisor.service" >"$root/usr/lib/systemd/system/supervisord.service"
    cp "$top/LICENSE" "$root/usr/share/doc/supervisor4j/"
    settle "$root"
    # Folders are ours only where nobody else puts anything.
    (cd "$root" && find usr \( ! -type d -o -path 'usr/*/supervisor4j*' -type d -printf '%%dir /%p\n' -false \) -printf '/%p\n') |
        sort >"$work/rpm-files"
    payload=w9.xzdio
    [ -z "$fast" ] || payload=w1.gzdio
    rpmbuild -bb --quiet --target x86_64 --define "_topdir $work/rpmbuild" --define "_rpmdir $out" \
        --define '_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm' --define "_binary_payload $payload" \
        --define '_buildhost localhost' --define 'use_source_date_epoch_as_buildtime 1' \
        --define 'clamp_mtime_to_source_date_epoch 1' --define "_dbpath $work/rpmdb" \
        --define "version_of_ours $before" --define "root_of_ours $root" --define "files_of_ours $work/rpm-files" \
        "$parts/rpm/supervisor4j.spec" >"$work/rpmbuild.log" 2>&1 || {
        cat "$work/rpmbuild.log" >&2
        die 'rpmbuild failed; see above'
    }
}
! wants rpm || rpm_package

if wants sbom; then
    cp "$target/supervisor4j.cdx.json" "$out/supervisor4j-$version.cdx.json" ||
        die "dist/target has no list of what is in it; run this without --built, or: mvn -Psbom,quick -DskipTests package"
fi

(cd "$out" && find . -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs -d '\n' sha256sum) >"$work/sums"
mv "$work/sums" "$out/SHA256SUMS"
say "in $out:"
(cd "$out" && find . -type f -printf '%P %s\n' | sort | awk '{ printf "%10.1f MB  %s\n", $2 / 1e6, $1 }')
