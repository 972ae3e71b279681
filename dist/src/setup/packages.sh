# shellcheck shell=sh
# Sourced by quickstart.sh and test.sh: finds out what is missing, and installs it where it may.

say() {
    printf '== %s\n' "$*"
}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# version_at_least 3.8.7 3.9.1: whether the second is not older than the first. Only numbers and dots.
version_at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$1" ] || [ "$1" = "$2" ]
}

# The JDK that Maven will use: JAVA_HOME's, else the one in PATH. Prints 17.0.15, or nothing.
jdk_version() {
    if [ -n "${JAVA_HOME-}" ]; then
        javac=$JAVA_HOME/bin/javac
    else
        javac=javac
    fi
    has "$javac" || return 0
    # "javac 17.0.15", perhaps after a notice about JAVA_TOOL_OPTIONS
    "$javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9.]*\).*/\1/p'
}

has_jdk() {
    version_at_least 17 "$(jdk_version)"
}

maven_version() {
    has mvn || return 0
    mvn -B --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p'
}

has_maven() {
    version_at_least 3.8.7 "$(maven_version)"
}

is_root() {
    [ "$(id -u)" = 0 ]
}

# slowly HOW COMMAND...: runs the command with its output in the file $log, and says every four seconds how far it is, in
# the words of the function HOW: what is silent for minutes looks like what hangs. The status is the command's.
slowly() {
    how=$1
    shift
    log=$(mktemp) || die 'no temporary file can be made'
    trap leave_nothing EXIT
    trap 'exit 1' HUP INT TERM
    began=$(date +%s)
    # Nothing that is left of it when it is told to end may hold on to our output: somebody may read it to its end.
    while sleep 4 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        printf '   %s s: %s\n' "$(($(date +%s) - began))" "$("$how")"
    done &
    heart=$!
    slowly_status=0
    "$@" >"$log" 2>&1 || slowly_status=$?
    stop_heart
    return "$slowly_status"
}

stop_heart() {
    [ -n "${heart-}" ] || return 0
    # Not by TERM: one that has only just begun would take it for its parent's, which is caught, and forget it.
    kill -KILL "$heart" 2>/dev/null
    wait "$heart" 2>/dev/null
    heart=
}

leave_nothing() {
    stop_heart
    rm -f "${log-}"
    allow_services
}

# failed WHAT: shows what the command of slowly has said, and ends.
failed() {
    cat "$log" >&2
    die "$@"
}

last_line() {
    tail -c 2000 "$log" | tr '\r' '\n' | sed '/^ *$/d' | tail -n 1 | cut -c 1-100
}

maven_progress() {
    printf '%s files downloaded; ' "$(grep -c 'Downloaded from' "$log")"
    sed -n 's/^\[INFO\] Building \(.*[^ ]\) *\(\[[0-9]*\/[0-9]*\]\)$/\2 \1/p' "$log" | tail -n 1
}

# install_packages PACKAGE...: all in one go; the output is shown when it fails.
install_packages() {
    say "installing $*"
    if has apt-get; then
        # A package may start its service (supervisor does); it is not ours to run, so it is forbidden meanwhile.
        forbid_services
        DEBIAN_FRONTEND=noninteractive slowly last_line apt-get install -y -q --no-install-recommends "$@" ||
            failed "could not install $*; install it by hand and run this again"
        allow_services
    else
        slowly last_line dnf install -y -q "$@" || failed "could not install $*; install it by hand and run this again"
    fi
    rm -f "$log"
}

policy=/usr/sbin/policy-rc.d

forbid_services() {
    [ ! -e "$policy" ] || return 0
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    forbidden=yes
}

allow_services() {
    [ -z "${forbidden-}" ] || rm -f "$policy"
    forbidden=
}

refresh_package_lists() {
    has apt-get || return 0
    [ -z "${refreshed-}" ] || return 0
    refreshed=yes
    say 'reading the package lists'
    slowly last_line apt-get update -q || failed 'apt-get update failed; see above, and run this again'
    rm -f "$log"
}

# The first of the packages that exists here; nothing if none does.
first_available() {
    for package in "$@"; do
        if has apt-get; then
            apt-cache show "$package" >/dev/null 2>&1 || continue
        else
            dnf -q info "$package" >/dev/null 2>&1 || continue
        fi
        printf '%s\n' "$package"
        return
    done
}

# Makes sure that there is a JDK 17 or later and a Maven 3.8.7 or later, or ends with a word on what is missing.
need_jdk_and_maven() {
    wanted=
    if ! has_jdk || ! has_maven; then
        is_root || ask_for_jdk_and_maven
        has apt-get || has dnf || ask_for_jdk_and_maven
        refresh_package_lists
    fi
    if ! has_jdk; then
        # A JAVA_HOME without a JDK would hide the one that is about to be installed.
        [ -z "${JAVA_HOME-}" ] || die "JAVA_HOME is $JAVA_HOME, which is no JDK of version 17 or later; set it to one, or unset it"
        wanted=$(first_available openjdk-17-jdk-headless openjdk-21-jdk-headless openjdk-25-jdk-headless \
            java-17-openjdk-devel java-21-openjdk-devel java-25-openjdk-devel java-latest-openjdk-devel)
        [ -n "$wanted" ] || ask_for_jdk_and_maven
    fi
    has mvn || wanted="$wanted maven"
    # shellcheck disable=SC2086 # several packages
    [ -z "$wanted" ] || install_packages $wanted
    has_jdk || ask_for_jdk_and_maven
    has_maven || ask_for_jdk_and_maven
}

ask_for_jdk_and_maven() {
    jdk=$(jdk_version)
    maven=$(maven_version)
    die "this needs a JDK of version 17 or later (found: ${jdk:-none}) and Maven 3.8.7 or later (found: ${maven:-none}).
Install them, for example as root:
    apt-get install openjdk-17-jdk-headless maven       (Debian 12, Ubuntu 24.04)
    dnf install java-21-openjdk-devel maven             (Fedora)
or unpack them from https://adoptium.net and https://maven.apache.org, and set JAVA_HOME and PATH; then run this again."
}
