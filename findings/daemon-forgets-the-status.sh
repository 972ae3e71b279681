#!/bin/sh
# daemon 0.8-1+b1 (Debian 12; libslack's daemon).
#
# Guess, put into words after a first look: "daemon --foreground -- COMMAND" waits for the command and ends with its status: that is what it
# would be put in front of a command for where a supervisor looks on.
#
# Seen: it waits, writes nothing, and ends with 0, whatever the command ended with: 0, 5, or death by a signal. A command that
# is not there at all makes it end with 1.
#
# So a supervisor that restarts after failures only never sees one.
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
get daemon=0.8-1+b1

try() {
    status=0
    root/usr/bin/daemon --foreground -- "$@" >out 2>&1 || status=$?
    echo "$*: $status" | tee -a seen
}
try /bin/true
try /bin/sh -c 'exit 5'
# shellcheck disable=SC2016 # for that shell
try /bin/sh -c 'kill -KILL $$'
try /bin/nosuch
expect "$(sed -n 2p seen)" '/bin/sh -c exit 5: 0' 'the status of a command'
# shellcheck disable=SC2016
expect "$(sed -n 3p seen)" '/bin/sh -c kill -KILL $$: 0' 'the end by a signal'
expect "$(sed -n 4p seen)" '/bin/nosuch: 1' 'a command that is not there'
echo 'as described'
