#!/bin/sh
# chrony 4.3-2+deb12u3 (Debian 12), as root.
#
# Guess, written down before: HUP makes chronyd read its files again, as ntpd's kin do, or does nothing, for it has chronyc.
#
# Seen: HUP ends it, with 0, like TERM, INT and QUIT: all four are one handler.
#
# So a HUP to every daemon after a rotation of logs stops the clock's, with a status that asks for no restart.
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
get chrony=4.3-2+deb12u3
get libseccomp2=2.5.4-1+deb12u1

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
    file.write(f'port 28740\nbindaddress 127.0.0.1\nallow 127.0.0.1\ncmdport 0\nlocal\npidfile {os.getcwd()}/pid\nbindcmdaddress /\n')
for number in (signal.SIGTERM, signal.SIGHUP):
    daemon = start('root/usr/sbin/chronyd', '-x', '-d', '-f', 'conf', '-u', 'root')
    if not until(lambda: os.path.exists('pid'), 4):
        sys.exit(open('out').read())
    time.sleep(0.5)
    print(f'{number.name}: {stop(daemon, number)}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'SIGTERM: exit 0' 'TERM'
expect "$(sed -n 2p seen)" 'SIGHUP: exit 0' 'HUP'
echo 'as described'
