#!/bin/sh
# tinyproxy-bin 1.11.1-2.1+deb12u1 (Debian 12).
#
# Guess, put into words after a first look: HUP makes it read its configuration again, as the manual of the daemon and its log say; whether
# it was started with -d, which only keeps it in the foreground, is no matter.
#
# Seen: without -d it lives on and serves; with -d the same signal is not caught, and it dies of HUP.
#
# So a log rotation that sends HUP to what a supervisor runs takes the proxy away.
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
get tinyproxy-bin=1.11.1-2.1+deb12u1

printf 'Port 28731\nListen 127.0.0.1\nTimeout 60\nMaxClients 10\nPidFile "%s/pid"\n' "$work" >conf
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

def pids():
    found = []
    for name in os.listdir('/proc'):
        try:
            if name.isdigit() and open(f'/proc/{name}/cmdline').read().startswith('root/usr/bin/tinyproxy\0') \
                    and open(f'/proc/{name}/cwd/mark'):
                found.append(int(name))
        except OSError:
            pass
    return found

open('mark', 'w').close()
daemon = start('root/usr/bin/tinyproxy', '-d', '-c', 'conf')
until(lambda: accepts(28731))
print('with -d:', stop(daemon, signal.SIGHUP), flush=True)
start('root/usr/bin/tinyproxy', '-c', 'conf').wait()
until(lambda: accepts(28731))
pid = int(open('pid').read())
os.kill(pid, signal.SIGHUP)
time.sleep(2)
print('without:', 'serves' if accepts(28731) else 'gone', flush=True)
os.kill(pid, signal.SIGTERM)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'with -d: dies of SIGHUP' 'in the foreground'
expect "$(sed -n 2p seen)" 'without: serves' 'in the background'
echo 'as described'
