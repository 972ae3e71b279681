#!/bin/sh
# util-linux 2.38.1-5+deb12u3 (Debian 12).
#
# Guess, written down before: setsid COMMAND makes a session and becomes the command, so that the process that was started is
# the command's. That is what one sees in a script.
#
# Seen: it becomes the command only where it is no leader of a process group. A supervisor makes its children leaders; there
# setsid forks, ends with 0 at once, and the command runs on as nobody's child.
#
# So the same line works by hand in a script and is "exited too quickly" under a supervisor.
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
get util-linux=2.38.1-5+deb12u3

cat >job <<'END'
#!/bin/sh
echo $$ >pid
exec sleep 60
END
chmod 755 job

cat >start.py <<'END'
import os, subprocess, sys, time
for leader in (False, True):
    if os.path.exists('pid'):
        os.remove('pid')
    started = subprocess.Popen([sys.argv[1], './job'], start_new_session=leader)
    while not (os.path.exists('pid') and os.path.getsize('pid')):
        time.sleep(0.05)
    time.sleep(0.3)
    with open('pid') as file:
        pid = int(file.read())
    status = started.poll()
    print(f'leader {leader}: it is the command: {pid == started.pid}, status {status}', flush=True)
    os.kill(pid, 15)
END
python3 start.py "$work/root/usr/bin/setsid" | tee seen
expect "$(sed -n 1p seen)" 'leader False: it is the command: True, status None' 'no leader'
expect "$(sed -n 2p seen)" 'leader True: it is the command: False, status 0' 'a leader'
echo 'as described'
