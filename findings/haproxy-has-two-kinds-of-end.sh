#!/bin/sh
# haproxy 2.6.12-1+deb12u4 (Debian 12).
#
# Guess, written down before: a master (-W) that catches TERM and INT ends with 0 after both, or with 143 and 130 after the
# habit of shells; without -W it dies of the signal or ends with 0, the same for both.
#
# Seen: the master ends with 0 on TERM and with 130 on INT. The worker's end by the signal is translated for the one and
# forgiven for the other. Without a master it dies of either.
#
# So three statuses mean "stopped as asked", and which of them depends on an option and on the signal.
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
    file.write('defaults\n    mode http\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n'
               'frontend f\n    bind 127.0.0.1:28737\n    http-request return status 200\n')
for option in ('-W', '-db'):
    for number in (signal.SIGTERM, signal.SIGINT):
        daemon = start('root/usr/sbin/haproxy', option, '-f', 'conf')
        if not until(lambda: accepts(28737)):
            sys.exit(open('out').read())
        time.sleep(0.5)
        print(f'{option} {number.name}: {stop(daemon, number)}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" '-W SIGTERM: exit 0' '-W and TERM'
expect "$(sed -n 2p seen)" '-W SIGINT: exit 130' '-W and INT'
expect "$(sed -n 3p seen)" '-db SIGTERM: dies of SIGTERM' '-db and TERM'
expect "$(sed -n 4p seen)" '-db SIGINT: dies of SIGINT' '-db and INT'
echo 'as described'
