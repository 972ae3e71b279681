#!/bin/sh
# bsdutils 2.38.1-5+deb12u3 (Debian 12), on a machine whose first process is not systemd, a container for example.
#
# Guess, written down before: logger without anybody who listens at its socket says so and fails, as every client does.
#
# Seen: it says nothing and ends with 0; the line is gone. That is so for the standard socket and for one that is named by
# --socket. Only --socket-errors=on makes it complain and end with 1.
#
# So "server 2>&1 | logger" in a container without a syslog throws everything away, and nothing tells.
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
get bsdutils=1:2.38.1-5+deb12u3

try() {
    status=0
    root/usr/bin/logger --socket "$work/nobody" "$@" 'a line' >out 2>&1 || status=$?
    echo "logger $*: status $status, $(wc -l <out) lines" | tee -a seen
}
try
try --socket-errors=on
expect "$(sed -n 1p seen)" 'logger : status 0, 0 lines' 'without an option'
expect "$(sed -n 2p seen)" 'logger --socket-errors=on: status 1, 1 lines' 'with --socket-errors=on'
echo 'as described'
