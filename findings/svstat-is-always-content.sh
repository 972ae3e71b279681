#!/bin/sh
# daemontools 1:0.76-8.1 (Debian 12); runit 2.1.2-54 and s6 2.11.3.2-1 beside it.
#
# Guess, written down before: svstat of a folder that nobody supervises, or that does not exist, ends with another status than
# 0, as sv status and s6-svstat do, which come from it.
#
# Seen: it prints what is wrong, on standard output, and ends with 0 in both cases, as for a service that is up. sv ends with
# 1, s6-svstat with 1. The question is answered by svok, whose status is 100, and which prints nothing.
#
# So a check "svstat FOLDER || alarm" never alarms.
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
get daemontools=1:0.76-8.1
get runit=2.1.2-54
get s6=2.11.3.2-1
get libs6-2.11=2.11.3.2-1
get libskarnet2.13=2.13.1.1-1
get libexecline2.9=2.9.3.0-1

LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH
mkdir service
try() {
    status=0
    "$@" >out 2>&1 || status=$?
    echo "$1: status $status, $(wc -l <out) lines" | sed 's,root/[a-z/]*/,,' | tee -a seen
}
try root/usr/bin/svstat "$work/nosuch"
try root/usr/bin/svstat service
try root/usr/bin/svok service
try root/usr/bin/sv status "$work/service"
try root/usr/bin/s6-svstat "$work/service"
expect "$(sed -n 1,2p seen | sort -u)" 'svstat: status 0, 1 lines' 'svstat'
expect "$(sed -n 3p seen)" 'svok: status 100, 0 lines' 'svok'
expect "$(sed -n 4p seen)" 'sv: status 1, 1 lines' 'sv status'
expect "$(sed -n 5p seen)" 's6-svstat: status 1, 1 lines' 's6-svstat'
echo 'as described'
