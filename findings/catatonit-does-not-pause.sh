#!/bin/sh
# catatonit 0.1.7-1+b2, tini 0.19.0-1+b3, dumb-init 1.2.5-2 (Debian 12).
#
# Guess, put into words after a first look: all three hand TSTP on to their command, which stops, as it would without them in front; the init
# itself stays awake, for it has to look after others.
#
# Seen: with tini it is so. dumb-init stops the command and then itself, so that it reaps nobody until CONT comes. With
# catatonit neither stops: TSTP is lost without a word.
#
# So "pause that service" by TSTP has three outcomes by the init that an image happens to have.
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
get catatonit=0.1.7-1+b2
get tini=0.19.0-1+b3
get dumb-init=1.2.5-2

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

def state(pid):
    with open(f'/proc/{pid}/stat') as file:
        stopped = file.read().rpartition(')')[2].split()[0] == 'T'
    return 'stops' if stopped else 'goes on'

for words in ([], ['root/usr/bin/tini', '-s', '--'], ['root/usr/bin/dumb-init'], ['root/usr/bin/catatonit', '--']):
    first = start(*words, '/bin/sleep', '60', preexec_fn=lambda: os.setpgid(0, 0))
    time.sleep(0.5)
    children = open(f'/proc/{first.pid}/task/{first.pid}/children').read().split()
    command = int(children[0]) if children else first.pid
    first.send_signal(signal.SIGTSTP)
    time.sleep(1)
    name = words[0].split('/')[-1] if words else 'nothing'
    print(f'{name} in front: the command {state(command)}, what was started {state(first.pid)}', flush=True)
    for pid in {command, first.pid}:
        os.kill(pid, signal.SIGKILL)
    first.wait()
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'nothing in front: the command stops, what was started stops' 'no init'
expect "$(sed -n 2p seen)" 'tini in front: the command stops, what was started goes on' 'tini'
expect "$(sed -n 3p seen)" 'dumb-init in front: the command stops, what was started stops' 'dumb-init'
expect "$(sed -n 4p seen)" 'catatonit in front: the command goes on, what was started goes on' 'catatonit'
echo 'as described'
