#!/bin/sh
# Runs every test there is: ./test.sh. As root on Debian it first installs what the tests need and the machine lacks;
# with --setup that is all it does. Where the native distribution can be built, the end-to-end tests run on it, too, but
# with --without-native. Ends with 0 if all passed and no process was left behind.
set -u

usage() {
    cat <<TEXT
Usage: $0 [--setup | --without-native]

Runs every test there is. As root on Debian it first installs what the tests
need and the machine lacks. Where there is a JDK 25 that can do it
(docs/native.md), it builds the native distribution afterwards, and runs the
end-to-end tests on that, too.

--setup            installs what is missing, and runs nothing: for single tests
                   (CONTRIBUTING.md)
--without-native   leaves the native distribution out
TEXT
}

setup_only=
native=yes
case $#,${1-} in
    0,) ;;
    1,--setup) setup_only=yes ;;
    1,--without-native) native= ;;
    1,-h | 1,--help)
        usage
        exit 0
        ;;
    *)
        usage >&2
        exit 2
        ;;
esac

top=$(cd -P -- "$(dirname -- "$0")" && pwd -P) || exit 1
# shellcheck source=dist/src/setup/packages.sh
. "$top/dist/src/setup/packages.sh"

need_jdk_and_maven

is_there() {
    case $1 in
        /*) [ -e "$1" ] ;;
        *) has "$1" ;;
    esac
}

missing=$(while read -r command package; do
    [ "$command" = '#' ] || is_there "$command" || printf '%s ' "$package"
done <"$top/dist/src/setup/test-packages")
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

if [ -n "$setup_only" ]; then
    say 'what the tests need is there'
    exit 0
fi

if [ -n "$native" ] && ! lacking=$("$top/dist/src/native/build" --check 2>&1); then
    say "without the native distribution: ${lacking#build: }"
    native=
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

result=0
# Who starts us in the background of a script, or by nohup, has us ignore signals, and all that we start: tests of them would fail.
run_maven() {
    say "mvn $*"
    (cd "$top" && env --default-signal=HUP,INT,QUIT mvn -B -ntp -Dstyle.color=never "$@") || result=$?
}

run_maven verify
if [ -n "$native" ] && [ "$result" -eq 0 ]; then
    run_maven -Pnative,quick verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false \
        -Dit.test='**/endtoend/*IT' -Dfailsafe.failIfNoSpecifiedTests=false
fi

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
