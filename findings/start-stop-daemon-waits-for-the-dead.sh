#!/bin/sh
# dpkg 1.21.23 (Debian 12): the program start-stop-daemon.
#
# Guess, written down before: with --background --notify-await, a program that ends before it has said READY=1 is a failed
# start, told at once; and one that is up but silent is stopped when the time is over, for the start has failed.
#
# Seen: neither. It waits the whole time (--notify-timeout, 60 seconds if nothing is said) for a process that is long gone,
# then fails with 2. One that is silent is left running after the failure.
#
# So an init script with --notify-await takes a minute to tell that a server has died in its first millisecond, and after a
# failed start the server may be there all the same.
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
get dpkg=1.21.23

alive() {
    # What has ended and is nobody's child any more may be a zombie for a moment.
    if kill -0 "$1" 2>/dev/null && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; then echo alive; else echo gone; fi
}

cat >silent <<'END'
#!/bin/sh
echo $$ >>pid
exec sleep 60
END
chmod 755 silent
try() {
    began=$(date +%s)
    status=0
    root/sbin/start-stop-daemon --start --background --chdir "$work" --notify-await --notify-timeout 4 "$@" 2>out || status=$?
    took=$(($(date +%s) - began))
    if [ "$took" -ge 3 ]; then when='when the time was over'; else when='at once'; fi
    echo "$2: status $status $when" | sed "s,$work/,," | tee -a seen
}
try --exec /bin/false
try --startas "$work/silent" --pidfile "$work/none"
echo "it is $(alive "$(cat pid)")" | tee -a seen
kill "$(cat pid)"
expect "$(sed -n 1p seen)" '/bin/false: status 2 when the time was over' 'a program that ends'
expect "$(sed -n 2p seen)" 'silent: status 2 when the time was over' 'a program that says nothing'
expect "$(sed -n 3p seen)" 'it is alive' 'a program that says nothing, afterwards'
echo 'as described'
