#!/bin/sh
# Builds supervisor4j and shows it at work: ./quickstart.sh, and Ctrl-C to stop. Nothing outside this folder is changed,
# except that a JDK and Maven are installed where they are missing and this is run as root.
set -u

top=$(cd -P -- "$(dirname -- "$0")" && pwd -P) || exit 1
# shellcheck source=dist/src/setup/packages.sh
. "$top/dist/src/setup/packages.sh"

need_jdk_and_maven

say 'building (the first time, Maven downloads what it needs: some minutes)'
(cd "$top" && mvn -B -q -ntp -Dstyle.color=never -Dmaven.test.skip=true package) || die 'the build failed; see above'

bin=$top/dist/target/supervisor4j/bin
conf=$top/examples/quickstart/supervisord.conf
run=$top/examples/quickstart/run
mkdir -p "$run"

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

say "starting supervisord -c $conf"
trap stop HUP INT TERM
"$bin/supervisord" -n -c "$conf" >"$run/supervisord.out" 2>&1 &
daemon=$!

tries=0
until "$bin/supervisorctl" -c "$conf" version >/dev/null 2>&1; do
    tries=$((tries + 1))
    if ! kill -0 "$daemon" 2>/dev/null || [ "$tries" -gt 100 ]; then
        cat "$run/supervisord.out" >&2
        kill "$daemon" 2>/dev/null
        die 'supervisord does not serve; its words are above'
    fi
    sleep 0.3
done

# The programs count as running after a second.
sleep 1.5
"$bin/supervisorctl" -c "$conf" status

cat <<TEXT

supervisord is running, with the programs of examples/quickstart/supervisord.conf. Its web page is http://127.0.0.1:9001
In another terminal, try:

    alias ctl='$bin/supervisorctl -c $conf'
    ctl status
    ctl tail -f clock
    ctl start onrequest
    ctl restart office:*
    ctl help

Ctrl-C here stops everything.
TEXT

# wait returns early for every signal that comes; only the end of the daemon ends this.
while kill -0 "$daemon" 2>/dev/null; do
    wait "$daemon"
done
die "supervisord has ended; see $run/supervisord.log"
