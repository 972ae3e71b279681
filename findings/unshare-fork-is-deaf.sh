#!/bin/sh
# util-linux 2.38.1-5+deb12u3 (Debian 12), as root or any user.
#
# Guess, written down before: unshare --fork COMMAND waits for the command as a shell does; TERM, for which it sets nothing
# up, ends unshare, and the command goes on without it.
#
# Seen: TERM does nothing at all. While it waits it ignores TERM (and INT), and hands neither on: two seconds later both
# processes are there. Without --fork it becomes the command, and TERM ends that.
#
# So a supervised "unshare --pid --fork ..." cannot be stopped but by KILL, which leaves the command behind unless
# --kill-child was given.
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

cat >job <<'END'
#!/bin/sh
echo $$ >pid
exec sleep 60
END
chmod 755 job

try() {
    rm -f pid
    root/usr/bin/unshare "$@" ./job &
    started=$!
    while [ ! -s pid ]; do sleep 0.05; done
    kill -TERM "$started"
    sleep 2
    echo "unshare $*: it is $(alive "$started"), the command is $(alive "$(cat pid)")" | tee -a seen
    kill -KILL "$(cat pid)" "$started" 2>/dev/null || :
    wait "$started" || :
}
try --fork
try
expect "$(sed -n 1p seen)" 'unshare --fork: it is alive, the command is alive' 'with --fork'
expect "$(sed -n 2p seen)" 'unshare : it is gone, the command is gone' 'without --fork'
echo 'as described'
