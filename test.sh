#!/bin/sh
# Runs every test there is: ./test.sh. As root on Debian it first installs what the tests need and the machine lacks.
# Ends with 0 if all passed and no process was left behind.
set -u

top=$(cd -P -- "$(dirname -- "$0")" && pwd -P) || exit 1
# shellcheck source=dist/src/setup/packages.sh
. "$top/dist/src/setup/packages.sh"

need_jdk_and_maven

# A command (or another file) that is needed, and the Debian package that has it.
needs='
supervisord             supervisor
as                      binutils
aarch64-linux-gnu-as    binutils-aarch64-linux-gnu
qemu-aarch64            qemu-user
strace                  strace
faketime                faketime
tmux                    tmux
zsh                     zsh
fish                    fish
ps                      procps
python3                 python3
openssl                 openssl
curl                    curl
/usr/sbin/nginx         nginx
/usr/lib/python3/dist-packages/requests/__init__.py python3-requests
systemd-analyze         systemd
php-cgi                 php-cgi
ss                      iproute2
unshare                 util-linux
mount                   mount
shellcheck              shellcheck
chromium                chromium
chromedriver            chromium-driver
/usr/lib/python3/dist-packages/ansible_collections/community/general/plugins/modules/supervisorctl.py ansible
prometheus-node-exporter prometheus-node-exporter
node                    nodejs
npm                     npm
perl                    perl
ruby                    ruby
php                     php-cli
/usr/share/perl5/RPC/XML.pm librpc-xml-perl
/usr/share/perl5/Frontier/Client.pm libfrontier-rpc-perl
/usr/lib/ruby/vendor_ruby/xmlrpc/client.rb ruby-xmlrpc
/etc/php/8.2/mods-available/xmlrpc.ini php-xmlrpc
'

is_there() {
    case $1 in
        /*) [ -e "$1" ] ;;
        *) has "$1" ;;
    esac
}

missing=$(printf '%s' "$needs" | while read -r command package; do
    [ -z "$command" ] || is_there "$command" || printf '%s ' "$package"
done)
if [ -n "$missing" ]; then
    if ! is_root || ! has apt-get; then
        die "the tests need these packages of Debian, or what corresponds to them here: $missing"
    fi
    refresh_package_lists
    # shellcheck disable=SC2086 # several packages
    install_packages $missing
    # Debian enables the services of these packages; this machine did not ask for them.
    for service in supervisor prometheus-node-exporter; do
        case " $missing" in
            *" $service "*) [ ! -d /run/systemd/system ] || systemctl -q disable "$service" ;;
        esac
    done
fi

# Every process that the tests start inherits the mark, unless a test hides it on purpose.
SUPERVISOR4J_TEST_MARK=$(date +%s).$$
export SUPERVISOR4J_TEST_MARK

# Processes that carry the mark (this one does not: it set the mark for others only).
left_behind() {
    for environ in /proc/[0-9]*/environ; do
        if grep -q "SUPERVISOR4J_TEST_MARK=$SUPERVISOR4J_TEST_MARK" "$environ" 2>/dev/null; then
            pid=${environ#/proc/}
            pid=${pid%/environ}
            case $(tr '\000' ' ' <"/proc/$pid/cmdline" 2>/dev/null) in
                grep\ *) ;;
                *) printf '%s ' "$pid" ;;
            esac
        fi
    done
}

say 'mvn verify'
result=0
# Who starts us in the background of a script has us ignore SIGINT, and all that we start; the tests of Ctrl-C would fail.
(cd "$top" && env --default-signal=INT,QUIT mvn -B -ntp -Dstyle.color=never verify) || result=$?

# What was told to end may need a moment for it.
tries=0
while left=$(left_behind) && [ -n "$left" ] && [ "$tries" -lt 20 ]; do
    tries=$((tries + 1))
    sleep 0.5
done
if [ -n "$left" ]; then
    say 'the tests left processes behind:'
    for pid in $left; do
        ps -o pid,ppid,etime,args -p "$pid" | tail -n +2
        kill -9 "$pid" 2>/dev/null
    done
    result=1
fi

[ "$result" -eq 0 ] || die 'the tests failed; see above'
say 'all tests passed'
