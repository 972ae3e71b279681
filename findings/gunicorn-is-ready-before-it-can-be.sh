#!/bin/sh
# gunicorn 20.1.0-6+deb12u1 (Debian 12: python3-gunicorn).
#
# Guess, written down before: READY=1 comes when the first worker has imported the application; an application that cannot be
# imported makes it end without that word.
#
# Seen: READY=1 comes when the arbiter has its socket. The workers import afterwards, the import fails, and it ends with 3, a
# moment after it has said that it is ready.
#
# So "ready" means that connections are queued; whether anybody will answer them is known later. --preload turns it round.
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
get python3-gunicorn=20.1.0-6+deb12u1

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

receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind('notify')
receiver.settimeout(0.2)
environment = {**os.environ, 'NOTIFY_SOCKET': os.path.abspath('notify'),
               'PYTHONPATH': os.path.abspath('root/usr/lib/python3/dist-packages')}
with open('app.py', 'w') as file:
    file.write('import nosuchmodule\n')
for options in ([], ['--preload']):
    daemon = start('/usr/bin/python3', '-m', 'gunicorn', *options, '-b', '127.0.0.1:28738', 'app:app', env=environment)
    status = daemon.wait(20)
    try:
        said = receiver.recv(4096).decode().split()[0]
    except TimeoutError:
        said = 'nothing'
    print(f'{options}: says {said}, exit {status}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" '[]: says READY=1, exit 3' 'without --preload'
expect "$(sed -n 2p seen)" "['--preload']: says nothing, exit 1" 'with --preload'
echo 'as described'
