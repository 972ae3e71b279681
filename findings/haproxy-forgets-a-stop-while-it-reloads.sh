#!/bin/sh
# haproxy 2.6.12-1+deb12u4 (Debian 12).
#
# Guess, put into words after a first look: the main process of "haproxy -W" takes one signal after the other. USR1, the
# graceful stop, that comes a moment after USR2, the reload, is kept until the reload is over, and then all of it ends.
#
# Seen: it is lost. The old worker goes, the new one serves, and nothing ends, now or later; the same USR1 half a second later
# ends it with 0. TERM in the same moment is not lost.
#
# So "reload, then stop" of a script or a supervisor hangs until somebody loses patience and kills it, with the requests.
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
get haproxy=2.6.12-1+deb12u4
get liblua5.3-0=5.3.6-2
get libopentracing-c-wrapper0=1.1.3-3+b1
get libopentracing1=1.6.0-4

LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
cat >run.py <<'END'
import os, signal, subprocess, sys, time

with open('conf', 'w') as file:
    file.write('''defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 20s
frontend site
    bind 127.0.0.1:28741
    http-request return status 200
''')

def workers(process):
    with open(f'/proc/{process.pid}/task/{process.pid}/children') as file:
        return file.read().split()

def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()

def ends(number, pause):
    daemon = subprocess.Popen(['root/usr/sbin/haproxy', '-W', '-f', 'conf'], stdin=subprocess.DEVNULL,
                              stdout=open('out', 'ab'), stderr=subprocess.STDOUT)
    if not until(lambda: workers(daemon)):
        sys.exit(open('out').read())
    time.sleep(0.5)
    old = workers(daemon)
    daemon.send_signal(signal.SIGUSR2)
    time.sleep(pause)
    daemon.send_signal(number)
    try:
        status = daemon.wait(5)
        return f'exit {status}' if status >= 0 else 'dies of ' + signal.Signals(-status).name
    except subprocess.TimeoutExpired:
        now = workers(daemon)
        said = f'lives on, with {len(now)} new worker' if not set(now) & set(old) else 'lives on as it was'
        daemon.terminate()
        daemon.wait(5)
        return said

for number, pause in ((signal.SIGUSR1, 0.02), (signal.SIGUSR1, 1), (signal.SIGTERM, 0.02)):
    print(f'USR2, {signal.Signals(number).name} {pause} s later: {ends(number, pause)}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'USR2, SIGUSR1 0.02 s later: lives on, with 1 new worker' 'USR1 at once'
expect "$(sed -n 2p seen)" 'USR2, SIGUSR1 1 s later: exit 0' 'USR1 later'
expect "$(sed -n 3p seen)" 'USR2, SIGTERM 0.02 s later: dies of SIGTERM' 'TERM at once'
echo 'as described'
