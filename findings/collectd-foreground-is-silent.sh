#!/bin/sh
# collectd-core 5.12.0-14 (Debian 12).
#
# Guess, written down before: collectd -f stays in the foreground and says READY=1 where NOTIFY_SOCKET is set; without -f it
# goes into the background. If one of the two says nothing, it is the second.
#
# Seen: with -f it stays and says nothing at all. Without -f it stays as well if NOTIFY_SOCKET is set, and says READY=1; only
# without that variable does it go into the background.
#
# So the option that every supervisor asks for is the one that makes a wait for readiness wait for ever.
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
get collectd-core=5.12.0-14

printf 'BaseDir "%s"\nPIDFile "%s/pid"\nPluginDir "%s/root/usr/lib/collectd"\nTypesDB "%s/root/usr/share/collectd/types.db"\nLoadPlugin load\n' \
    "$work" "$work" "$work" "$work" >conf
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
receiver.settimeout(3)
for options, told in ((['-f'], True), ([], True), ([], False)):
    environment = {**os.environ, 'NOTIFY_SOCKET': os.path.abspath('notify')}
    if not told:
        del environment['NOTIFY_SOCKET']
    daemon = start('root/usr/sbin/collectd', *options, '-C', 'conf', env=environment)
    try:
        said = receiver.recv(4096).decode().strip()
    except TimeoutError:
        said = 'nothing'
    status = daemon.poll()
    print(f'collectd {options}, NOTIFY_SOCKET {told}: says {said}, {"stays" if status is None else f"exit {status}"}', flush=True)
    if status is None:
        daemon.kill()
        daemon.wait()
    else:
        os.kill(int(open('pid').read()), signal.SIGKILL)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" "collectd ['-f'], NOTIFY_SOCKET True: says nothing, stays" 'with -f'
expect "$(sed -n 2p seen)" 'collectd [], NOTIFY_SOCKET True: says READY=1, stays' 'without -f'
expect "$(sed -n 3p seen)" 'collectd [], NOTIFY_SOCKET False: says nothing, exit 0' 'without either'
echo 'as described'
