#!/bin/sh
# Builds supervisor4j and shows it at work: ./quickstart.sh, and Ctrl-C to stop. Nothing outside this folder is changed,
# except that a JDK and Maven are installed where they are missing and this is run as root.
set -u

top=$(cd -P -- "$(dirname -- "$0")" && pwd -P) || exit 1
# shellcheck source=dist/src/setup/packages.sh
. "$top/dist/src/setup/packages.sh"

bin=$top/dist/target/supervisor4j/bin
example=$top/examples/quickstart
conf=$example/supervisord.conf
run=$example/run

# Who listens on that port of 127.0.0.1, in words; nothing where it is free. From /proc alone: not every machine has ss.
listener() {
    hex=$(printf '%04X' "$1")
    owner=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -r _ address _ state _ _ _ uid _ inode _; do
        case $state,$address in
            0A,0100007F:"$hex" | 0A,00000000:"$hex" | 0A,*FFFF00000100007F:"$hex" | 0A,00000000000000000000000000000000:"$hex")
                printf '%s %s\n' "$inode" "$uid"
                break
                ;;
        esac
    done)
    [ -n "$owner" ] || return 0
    pid=$(find /proc/[0-9]*/fd -lname "socket:\[${owner% *}\]" 2>/dev/null | sed 's|^/proc/||; s|/.*||; q')
    if [ -n "$pid" ]; then
        printf 'process %s (%s)\n' "$pid" "$(tr '\000' ' ' <"/proc/$pid/cmdline" | cut -c 1-100 | sed 's/ *$//')"
    else
        printf 'a process of %s, which cannot be seen from here\n' "$(id -nu "${owner#* }" 2>/dev/null || echo "user ${owner#* }")"
    fi
}

# The first of twenty ports from 9001 on that nobody has, in $port.
choose_port() {
    port=9001
    while who=$(listener "$port") && [ -n "$who" ]; do
        say "port $port is taken by $who"
        port=$((port + 1))
        [ "$port" -le 9020 ] || die 'the ports 9001 to 9020 are all taken; end one of these processes and run this again'
    done
    [ "$port" = 9001 ] || say "the web page will have port $port"
}

# A word as a shell reads it, whatever is in it.
quoted() {
    case $1 in
        *[!a-zA-Z0-9_./+-]*) ;;
        *)
            printf '%s' "$1"
            return
            ;;
    esac
    printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

# A class path is torn at a colon; names of logs are expanded twice, so that a percent sign would have to be four. The name of a
# socket has 107 bytes.
case $top in
    *[:%]* | *'
'*) die "'$top' has a colon, a percent sign or a line end in it, which Java's class path or the example cannot have; move this folder" ;;
esac
[ "$(printf '%s' "$run/supervisor.sock" | wc -c)" -le 107 ] ||
    die "'$top' is too long: the name of a socket below it may have 107 bytes; move this folder"

if [ -s "$run/supervisord.pid" ]; then
    read -r pid <"$run/supervisord.pid"
    case $(tr '\000' ' ' <"/proc/$pid/cmdline" 2>/dev/null) in
        *" $conf "*) die "supervisord runs already with $conf, as process $pid; end it (kill $pid), and run this again" ;;
    esac
fi
choose_port
need_jdk_and_maven

say 'building (the first time, Maven downloads what it needs: some minutes)'
# The first time without lint and format, which ask for as much again. Later builds compile all that a change may have touched.
quick=
[ -e "$top/common/target" ] || quick=-Pquick
# shellcheck disable=SC2086 # no word where there is none
slowly maven_progress mvn -B -f "$top/pom.xml" $quick -Dstyle.color=never -Dmaven.test.skip=true package || failed 'the build failed; see above'
rm -f "$log"

# The build takes its time.
[ -z "$(listener "$port")" ] || choose_port
mkdir -p "$run"
printf '[inet_http_server]\nport=127.0.0.1:%s\n' "$port" >"$run/port.conf"

daemon=
# shellcheck disable=SC2317 # the trap calls it
stop() {
    trap '' HUP INT TERM
    echo
    say 'stopping'
    kill "$daemon" 2>/dev/null
    wait "$daemon"
    say 'stopped'
    exit 0
}

say "starting supervisord -c $(quoted "$conf")"
trap stop HUP INT TERM
"$bin/supervisord" -n -c "$conf" >"$run/supervisord.out" 2>&1 &
daemon=$!

ctl() {
    "$bin/supervisorctl" -c "$conf" "$@"
}

# until_it COMMAND...: tries for half a minute, as long as the daemon lives.
until_it() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        kill -0 "$daemon" 2>/dev/null && [ "$tries" -le 100 ] || return 1
        sleep 0.3
    done
}

until_it ctl version || {
    cat "$run/supervisord.out" >&2
    kill "$daemon" 2>/dev/null
    die 'supervisord does not serve; its words are above'
}

say 'it serves; waiting until its programs are up'
# They count as running after a second, and as given up after some.
# shellcheck disable=SC2317 # until_it calls it
given_up() {
    ctl status broken | grep -q FATAL
}
until_it given_up
ctl status

cat <<TEXT

supervisord is running, with the programs of examples/quickstart/supervisord.conf. Its web page is http://127.0.0.1:$port
In another terminal, try:

    alias ctl=$(quoted "$(quoted "$bin/supervisorctl") -c $(quoted "$conf")")
    ctl explain broken                      why does it not run? (It fails on purpose.)
    ctl logs -f office:*                    what four processes say, as they say it
    ctl start onrequest
    ctl status --watch
    ctl doctor                              the way from supervisorctl to supervisord, step by step
    $(quoted "$bin/supervisord") --check -c $(quoted "$conf")
                                            what is wrong with a configuration, without starting anything

Ctrl-C here stops everything.
TEXT

# wait returns early for every signal that comes; only the end of the daemon ends this.
while kill -0 "$daemon" 2>/dev/null; do
    wait "$daemon"
done
die "supervisord has ended; see $run/supervisord.log"
