#!/bin/sh
# lighttpd 1.4.69-1 (Debian 12).
#
# Guess, put into words after a first look: TERM ends it at once, with a client or without one; the status is 0 either way, for a stop that
# was asked for is no failure.
#
# Seen: the status is 0 without clients. While one is connected and has begun a request, it is 1. INT, the graceful one, waits
# for the client and ends with 0.
#
# So whether a stop counts as a failure depends on the traffic: tests on an idle machine never see it.
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
get lighttpd=1.4.69-1
get libxxhash0=0.8.1-1

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

with open('conf', 'w') as file:
    file.write(f'server.port = 28735\nserver.bind = "127.0.0.1"\nserver.document-root = "{os.getcwd()}/www"\n')
os.mkdir('www')
with open('www/file', 'w') as file:
    file.write('well')
for busy in (False, True):
    daemon = start('root/usr/sbin/lighttpd', '-D', '-f', 'conf', '-m', os.path.abspath('root/usr/lib/lighttpd'))
    if not until(lambda: accepts(28735)):
        sys.exit(open('out').read())
    time.sleep(0.5)
    if busy:
        client = socket.create_connection(('127.0.0.1', 28735))
        client.sendall(b'GET /file HTTP/1.1\r\nHost: a\r\n')
        time.sleep(0.5)
    print(f'a client {busy}: {stop(daemon, signal.SIGTERM)}', flush=True)
daemon = start('root/usr/sbin/lighttpd', '-D', '-f', 'conf', '-m', os.path.abspath('root/usr/lib/lighttpd'))
until(lambda: accepts(28735))
time.sleep(0.5)
client = socket.create_connection(('127.0.0.1', 28735))
client.sendall(b'GET /file HTTP/1.1\r\nHost: a\r\n')
time.sleep(0.5)
daemon.send_signal(signal.SIGINT)
time.sleep(0.5)
waits = daemon.poll() is None
client.sendall(b'Connection: close\r\n\r\n')
answer = client.recv(4096).split(b'\r\n')[0].decode()
print(f'INT: waits {waits}, {answer}, exit {daemon.wait(5)}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'a client False: exit 0' 'without a client'
expect "$(sed -n 2p seen)" 'a client True: exit 1' 'with a client'
expect "$(sed -n 3p seen)" 'INT: waits True, HTTP/1.1 200 OK, exit 0' 'INT'
echo 'as described'
