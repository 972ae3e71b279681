#!/bin/sh
# util-linux 2.38.1-5+deb12u3 (Debian 12).
#
# Guess, written down before: flock FILE COMMAND takes the lock and becomes the command, as env, nice and chpst do. A TERM to
# the process that was started ends the command, and the lock is free.
#
# Seen: it stays as the command's parent and hands on no signal. TERM ends flock alone (143); the command goes on, and has
# inherited the lock, so that the next flock --nonblock of the same file fails with 1. With --no-fork it is as guessed.
#
# So under a supervisor a stop of "flock --nonblock FILE COMMAND" leaves the command behind, and no start succeeds until it
# has ended by itself.
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
get util-linux=2.38.1-5+deb12u3

alive() {
    # What has ended and is nobody's child any more may be a zombie for a moment.
    if kill -0 "$1" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; then echo alive; else echo gone; fi
}

flock=root/usr/bin/flock
# The command writes down who it is, and waits.
cat >job <<'END'
#!/bin/sh
echo $$ >pid
exec sleep 60
END
chmod 755 job

try() {
    rm -f pid
    "$flock" --nonblock "$@" lock ./job &
    started=$!
    while [ ! -s pid ]; do sleep 0.05; done
    kill -TERM "$started"
    status=0
    wait "$started" || status=$?
    sleep 0.3
    left=$(alive "$(cat pid)")
    again=0
    "$flock" --nonblock lock true || again=$?
    kill "$(cat pid)" 2>/dev/null || :
    sleep 0.2
    echo "flock $*: status $status, the command is $left, the next lock: $again" | tee -a seen
}
try
try --no-fork
expect "$(sed -n 1p seen)" 'flock : status 143, the command is alive, the next lock: 1' 'without an option'
expect "$(sed -n 2p seen)" 'flock --no-fork: status 143, the command is gone, the next lock: 0' 'with --no-fork'
echo 'as described'
