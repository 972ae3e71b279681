#!/bin/sh
# ncat 7.93+dfsg1-1 (Debian 12).
#
# Guess, put into words after a first look: "ncat --listen --keep-open --sh-exec COMMAND" starts the command for each connection and keeps
# its listening socket for itself, as inetd, socat and tcpserver do. After TERM to ncat the port is free, whatever becomes of
# the connections.
#
# Seen: TERM ends it (143 to a shell), and as long as one connection is open a second process of ncat for it is there that
# has inherited the listening socket: a new ncat ends with 2, "address already in use". When the client has gone, so has that
# process, and it starts.
#
# So under a supervisor its restart depends on the patience of its last client.
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
get ncat=7.93+dfsg1-1
get liblua5.3-0=5.3.6-2
get libpcap0.8=1.10.3-1
get liblinear4=2.3.0+dfsg-5

LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
cat >run.py <<'END'
import os, signal, socket, subprocess, sys, time

def start(*words, **more):
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=open('out', 'ab'), stderr=subprocess.STDOUT, **more)

def accepts(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False

def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()

def stop(process, number, seconds=3):
    process.send_signal(number)
    try:
        status = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return 'lives on'
    return f'exit {status}' if status >= 0 else 'dies of ' + signal.Signals(-status).name
END
cat >>run.py <<'END'

words = ('root/usr/bin/ncat', '--listen', '--keep-open', '127.0.0.1', '28739', '--sh-exec', 'cat')
daemon = start(*words)
client = None
while client is None:
    try:
        client = socket.create_connection(('127.0.0.1', 28739))
    except OSError:
        time.sleep(0.1)
client.sendall(b'a')
client.recv(1)
print('TERM:', stop(daemon, signal.SIGTERM), flush=True)
again = start(*words)
until(lambda: again.poll() is not None, 2)
print('a new one while the client is there:', again.poll(), flush=True)
if again.poll() is None:
    again.kill()
client.close()
time.sleep(1)
again = start(*words)
until(lambda: again.poll() is not None, 2)
print('a new one after that:', again.poll(), flush=True)
again.kill()
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'TERM: dies of SIGTERM' 'TERM'
expect "$(sed -n 2p seen)" 'a new one while the client is there: 2' 'with a client'
expect "$(sed -n 3p seen)" 'a new one after that: None' 'without one'
echo 'as described'
