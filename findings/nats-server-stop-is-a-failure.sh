#!/bin/sh
# nats-server 2.9.10-1+b3 (Debian 12).
#
# Guess, written down before: a server that catches TERM and INT to shut down in order ends with the same status for both: 0,
# or 128 plus the signal's number.
#
# Seen: INT ends it with 0, TERM with 1, though it writes in both cases that it shuts down, and does so. 1 is also what it
# ends with when its port is taken.
#
# So with TERM, the signal of every supervisor, a stop looks like a failed start.
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
get nats-server=2.9.10-1+b3

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

for number in (signal.SIGINT, signal.SIGTERM):
    daemon = start('root/usr/sbin/nats-server', '-a', '127.0.0.1', '-p', '28736')
    until(lambda: accepts(28736))
    print(f'{number.name}: {stop(daemon, number)}', flush=True)
holder = socket.socket()
holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
holder.bind(('127.0.0.1', 28736))
holder.listen()
print(f'port taken: exit {start("root/usr/sbin/nats-server", "-a", "127.0.0.1", "-p", "28736").wait(10)}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'SIGINT: exit 0' 'INT'
expect "$(sed -n 2p seen)" 'SIGTERM: exit 1' 'TERM'
expect "$(sed -n 3p seen)" 'port taken: exit 1' 'a taken port'
echo 'as described'
