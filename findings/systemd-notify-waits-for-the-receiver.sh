#!/bin/sh
# systemd 252.39-1~deb12u2 (Debian 12): the program systemd-notify.
#
# Guess, written down before: "systemd-notify --ready" sends one datagram to NOTIFY_SOCKET and ends with 0, as a call of
# sd_notify() does; what becomes of it is the receiver's affair.
#
# Seen: a second datagram follows, BARRIER=1, with a descriptor of a pipe, and it waits for the receiver to close that. A
# receiver that reads datagrams without taking descriptors passes; one that keeps what it was given lets it wait for five
# seconds, and then it ends with 1 and has sent ERRNO=110 on top. With --no-block it is as guessed.
#
# So a receiver of its own making, on which each script with "systemd-notify --ready" fails after five seconds although the
# word has arrived, forgets to close.
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
get systemd=252.39-1~deb12u2
get libsystemd-shared=252.39-1~deb12u2

cat >receive.py <<'END'
import os, socket, subprocess, sys, time
program, libraries = sys.argv[1:]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind('notify')
receiver.settimeout(0.5)
environment = {**os.environ, 'NOTIFY_SOCKET': os.path.abspath('notify'), 'LD_LIBRARY_PATH': libraries}
for name, options, room in (('keeps', [], 256), ('takes none', [], 0), ('keeps', ['--no-block'], 256)):
    began = time.monotonic()
    sender = subprocess.Popen([program, '--ready', *options], env=environment, stderr=subprocess.DEVNULL)
    words = []
    kept = []
    while True:
        try:
            data, descriptors, _, _ = receiver.recvmsg(4096, room)
            words.append(data.decode())
            kept.append(descriptors)
        except TimeoutError:
            if sender.poll() is not None:
                break
    took = 'five seconds' if time.monotonic() - began > 4.5 else 'at once'
    print(f'{name} {options}: {" ".join(words)}: {took}, status {sender.wait()}')
END
python3 receive.py "$work/root/bin/systemd-notify" "$work/root/lib/x86_64-linux-gnu/systemd" | tee seen
expect "$(sed -n 1p seen)" 'keeps []: READY=1 BARRIER=1 ERRNO=110: five seconds, status 1' 'a receiver that keeps descriptors'
expect "$(sed -n 2p seen)" 'takes none []: READY=1 BARRIER=1: at once, status 0' 'a receiver that takes none'
expect "$(sed -n 3p seen)" "keeps ['--no-block']: READY=1: at once, status 0" 'with --no-block'
echo 'as described'
