#!/bin/sh
# rsyslog 8.2302.0-1+deb12u2 (Debian 12).
#
# Guess, written down before, after its manual page rsyslogd(8), section SIGNALS, "TERM, INT, QUIT: Rsyslogd will die": all
# three end it.
#
# Seen: TERM ends it with 0. INT and QUIT do nothing at all with -n, in the foreground, where one would send them.
#
# So with a stopsignal of INT or QUIT each stop takes until the KILL, and what was in its queues is lost.
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
get rsyslog=8.2302.0-1+deb12u2
get libestr0=0.1.11-1
get libfastjson4=1.2304.0-1

LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
zcat root/usr/share/man/man8/rsyslogd.8.gz | tr '\n' ' ' | grep -q 'TERM ", " INT ", " QUIT \.B Rsyslogd will die' ||
    { echo 'changed: the manual page says something else'; exit 1; }
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
    file.write('module(load="imtcp")\n'
               f'input(type="imtcp" port="28734" address="127.0.0.1")\n*.* {os.getcwd()}/messages\n')
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
    daemon = start('root/usr/sbin/rsyslogd', '-n', '-f', os.path.abspath('conf'), '-i', os.path.abspath('pid'),
                   '-M', os.path.abspath('root/usr/lib/x86_64-linux-gnu/rsyslog'))
    if not until(lambda: accepts(28734)):
        sys.exit(open('out').read())
    time.sleep(0.3)
    print(f'{number.name}: {stop(daemon, number)}', flush=True)
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'SIGTERM: exit 0' 'TERM'
expect "$(sed -n 2p seen)" 'SIGINT: lives on' 'INT'
expect "$(sed -n 3p seen)" 'SIGQUIT: lives on' 'QUIT'
echo 'as described'
