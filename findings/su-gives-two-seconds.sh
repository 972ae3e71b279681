#!/bin/sh
# util-linux 2.38.1-5+deb12u3 (Debian 12), as root.
#
# Guess, written down before: su -c COMMAND stays in front of the command, hands TERM on to it, and waits until it has ended,
# however long it takes; the status is the command's. "runuser -u USER -- COMMAND", without a shell, becomes the command.
#
# Seen: both hand TERM on, wait for two seconds, then send KILL, and end with 143. A command that needs three seconds to write
# down its state never ends that. setpriv becomes the command, which has all the time it wants and ends with its own status.
#
# So with "su -c" or "runuser -u" in front of a server, the supervisor's own time for a stop means nothing beyond two seconds.
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

[ "$(id -u)" = 0 ] || { echo 'this needs root'; exit 1; }
cat >job <<'END'
#!/bin/sh
trap 'sleep 3; echo finished >done; exit 7' TERM
echo up >up
while :; do sleep 0.1; done
END
chmod 755 job

try() {
    rm -f up 'done'
    "$@" >out 2>&1 &
    started=$!
    while [ ! -s up ]; do sleep 0.05; done
    sleep 0.3
    kill -TERM "$started"
    status=0
    wait "$started" || status=$?
    sleep 2
    echo "${1##*/}: status $status, $(cat 'done' 2>/dev/null || echo 'never finished')" | tee -a seen
}
try root/bin/su -c "cd $work && exec ./job" root
try root/sbin/runuser -u root -- ./job
try root/usr/bin/setpriv --reuid=0 ./job
expect "$(sed -n 1p seen)" 'su: status 143, never finished' 'su'
expect "$(sed -n 2p seen)" 'runuser: status 143, never finished' 'runuser'
expect "$(sed -n 3p seen)" 'setpriv: status 7, finished' 'setpriv'
echo 'as described'
