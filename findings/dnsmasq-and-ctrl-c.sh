#!/bin/sh
# dnsmasq-base 2.90-4~deb12u2 (Debian 12), as root.
#
# Guess, written down before: -k (keep in the foreground) and -d (the same, for debugging) differ in what is logged and where.
# INT, what Ctrl-C sends, ends both, as TERM does, with 0.
#
# Seen: with -k INT is ignored. With -d it ends, with 5. TERM ends both with 0.
#
# So a stopsignal of INT never stops what runs with -k, and what was tried on a terminal with -d tells nothing about that.
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
get dnsmasq-base=2.90-4~deb12u2
get libnetfilter-conntrack3=1.0.9-3
get libnfnetlink0=1.0.2-2
get libnftables1=1.0.6-2+deb12u2
get libnftnl11=1.2.4-2
get libmnl0=1.0.4-3
get libjansson4=2.14-2
get libxtables12=1.8.9-2

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

for option in ('-k', '-d'):
    for number in (signal.SIGINT, signal.SIGTERM):
        daemon = start('root/usr/sbin/dnsmasq', option, '--conf-file=/dev/null', '--port=28732', '--listen-address=127.0.0.1',
                       '--bind-interfaces', '--no-resolv', '--user=root', '--group=root', '--pid-file=')
        until(lambda: accepts(28732))
        print(f'{option} {number.name}: {stop(daemon, number)}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" '-k SIGINT: lives on' '-k and INT'
expect "$(sed -n 2p seen)" '-k SIGTERM: exit 0' '-k and TERM'
expect "$(sed -n 3p seen)" '-d SIGINT: exit 5' '-d and INT'
expect "$(sed -n 4p seen)" '-d SIGTERM: exit 0' '-d and TERM'
echo 'as described'
