#!/bin/sh
# unbound 1.17.1-2+deb12u4 (Debian 12), as root, with port 53 of 127.0.0.1 free.
#
# Guess, written down before: HUP reads the configuration again. If that is broken, it says so and goes on with the old one,
# and so if the file is not there at all, for a reload is not the moment to stop answering.
#
# Seen: a broken file ends it with 1. A missing file does not: it goes on with the settings that it was built with, leaves the
# port that it had, and answers at port 53 of the loopback addresses instead.
#
# So a deployment that removes the file for a moment moves the server to another port, and a health check of the process sees
# nothing.
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
get unbound=1.17.1-2+deb12u4
get libevent-2.1-7=2.1.12-stable-8+deb12u1
get libprotobuf-c1=1.4.1-1+b1
get libpython3.11=3.11.2-6+deb12u9
get libnghttp2-14=1.52.0-1+deb12u3

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

if accepts(53):
    sys.exit('port 53 is taken here')
text = f"""server:
    interface: 127.0.0.1
    port: 28733
    chroot: ""
    username: ""
    directory: "{os.getcwd()}"
    pidfile: ""
    use-syslog: no
    module-config: "iterator"
remote-control:
    control-enable: no
"""
def reload(name, change):
    with open('conf', 'w') as file:
        file.write(text)
    daemon = start('root/usr/sbin/unbound', '-d', '-p', '-c', os.path.abspath('conf'))
    until(lambda: accepts(28733))
    change()
    daemon.send_signal(signal.SIGHUP)
    until(lambda: daemon.poll() is not None or accepts(53), 5)
    print(f'{name}: status {daemon.poll()}, at its port {accepts(28733)}, at port 53 {accepts(53)}', flush=True)
    daemon.kill()
    daemon.wait()

def broken():
    with open('conf', 'w') as file:
        file.write('server:\n    nosuch: 1\n')

reload('as before', lambda: None)
reload('broken', broken)
reload('missing', lambda: os.remove('conf'))
END
python3 run.py | tee seen
expect "$(sed -n 1p seen)" 'as before: status None, at its port True, at port 53 False' 'a reload of the same file'
expect "$(sed -n 2p seen)" 'broken: status 1, at its port False, at port 53 False' 'a broken file'
expect "$(sed -n 3p seen)" 'missing: status None, at its port False, at port 53 True' 'a missing file'
echo 'as described'
