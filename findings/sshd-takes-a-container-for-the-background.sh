#!/bin/sh
# openssh-server 1:9.2p1-2+deb12u10 (Debian 12), as root.
#
# Guess, put into words after a first look: sshd without -D forks into the background and its first process ends with 0, wherever it is
# started; in a container it is no different.
#
# Seen: it looks first whether it is a daemon already: leader of its session, no terminal, and a child of process 1. As a
# child of process 1 of a container that is so, and it stays in the foreground; started in the same way by a process with any
# other number, it goes into the background.
#
# So the configuration without -D works under the supervisor that is process 1 of a container, and nowhere else.
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
get openssh-server=1:9.2p1-2+deb12u10
get libwrap0=7.6.q-32

[ "$(id -u)" = 0 ] || { echo 'this needs root'; exit 1; }
ssh-keygen -q -t ed25519 -N '' -f key
printf 'Port 28741\nListenAddress 127.0.0.1\nHostKey %s/key\nPidFile %s/pid\nUsePAM no\n' "$work" "$work" >conf
grep -v '^sshd:' /etc/passwd >passwd
echo 'sshd:x:998:65534::/run/sshd:/usr/sbin/nologin' >>passwd
cat >run.py <<'END'
import os, subprocess, time

def look(name):
    started = subprocess.Popen([os.path.abspath('root/usr/sbin/sshd'), '-f', os.path.abspath('conf')], start_new_session=True,
                               stdin=subprocess.DEVNULL)
    time.sleep(1)
    status = started.poll()
    print(f'{name}: {"stays in the foreground" if status is None else f"exit {status}"}, serves {os.path.exists("pid")}', flush=True)
    os.kill(int(open('pid').read()), 15)
    time.sleep(0.5)

look('a child of process 1')
child = os.fork()
if child == 0:
    look('a child of another')
    os._exit(0)
os.waitpid(child, 0)
END
LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
# A process 1 of its own, and what the server wants to find, for nobody else to see.
unshare --pid --mount --fork --kill-child sh -ec '
    mount -t tmpfs tmpfs /run
    mkdir /run/sshd
    mount --bind passwd /etc/passwd
    exec python3 run.py' | tee seen
expect "$(sed -n 1p seen)" 'a child of process 1: stays in the foreground, serves True' 'a child of process 1'
expect "$(sed -n 2p seen)" 'a child of another: exit 0, serves True' 'a child of another'
echo 'as described'
