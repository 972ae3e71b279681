#!/bin/sh
# daemontools 1:0.76-8.1 (Debian 12); runit 2.1.2-54 and s6 2.11.3.2-1 beside it.
#
# Guess, written down before: TERM to the process that keeps one service running stops the service first, in all three of the
# family: supervise, runsv, s6-supervise.
#
# Seen: runsv and s6-supervise do so and end with 0. supervise dies of TERM at once and leaves its service running; a supervise
# that is started in the same folder knows nothing of that one and starts a second copy beside it.
#
# So "pkill supervise", or a supervisor that supervises a supervise, ends with two servers that want one port.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
get() {
    apt-get download -qq "$1" >log 2>&1 || { cat log; exit 1; }
    dpkg-deb -x "${1%%=*}"_*.deb root
}
expect() {
    [ "$1" = "$2" ] || { echo "changed: $3: $1"; exit 1; }
}
get daemontools=1:0.76-8.1
get runit=2.1.2-54
get s6=2.11.3.2-1
get libs6-2.11=2.11.3.2-1
get libskarnet2.13=2.13.1.1-1
get libexecline2.9=2.9.3.0-1

LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
copies() {
    count=0
    while read -r pid; do
        if kill -0 "$pid" 2>/dev/null; then count=$((count + 1)); fi
    done <"$1/pids"
    echo "$count"
}
up() {
    "root/usr/bin/$1" "$1" &
    started=$!
    until [ "$(wc -l <"$1/pids")" -ge "$2" ]; do sleep 0.05; done
    sleep 0.2
}
for program in supervise runsv s6-supervise; do
    mkdir "$program"
    : >"$program/pids"
    printf '#!/bin/sh\necho $$ >>pids\nexec sleep 60\n' >"$program/run"
    chmod 755 "$program/run"
    up "$program" 1
    kill -TERM "$started"
    status=0
    wait "$started" || status=$?
    left=$(copies "$program")
    up "$program" 2
    echo "$program: status $status, left $left, after a new start $(copies "$program")" | tee -a seen
    kill -KILL "$started"
    wait "$started" || :
    while read -r pid; do kill "$pid" 2>/dev/null || :; done <"$program/pids"
done
expect "$(sed -n 1p seen)" 'supervise: status 143, left 1, after a new start 2' 'supervise'
expect "$(sed -n 2p seen)" 'runsv: status 0, left 0, after a new start 1' 'runsv'
expect "$(sed -n 3p seen)" 's6-supervise: status 0, left 0, after a new start 1' 's6-supervise'
echo 'as described'
