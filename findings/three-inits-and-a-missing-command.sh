#!/bin/sh
# tini 0.19.0-1+b3, dumb-init 1.2.5-2, catatonit 0.1.7-1+b2 (Debian 12).
#
# Guess, put into words after a first look: the small first processes of containers end with 127 where the command is not there and 126 where
# it may not be executed, as shells and env do and docker itself.
#
# Seen: tini does. dumb-init ends with 2 in both cases, catatonit with 1, which are statuses that the command itself may have.
#
# So a rule such as "127 means a broken image, do not try again" depends on which of the three is in the image.
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
get tini=0.19.0-1+b3
get dumb-init=1.2.5-2
get catatonit=0.1.7-1+b2

echo 'no program' >plain
for program in 'tini -s --' dumb-init 'catatonit --'; do
    missing=0
    denied=0
    # shellcheck disable=SC2086 # its options
    root/usr/bin/$program ./nosuch 2>/dev/null || missing=$?
    # shellcheck disable=SC2086
    root/usr/bin/$program ./plain 2>/dev/null || denied=$?
    echo "${program%% *}: missing $missing, not executable $denied" | tee -a seen
done
expect "$(sed -n 1p seen)" 'tini: missing 127, not executable 126' 'tini'
expect "$(sed -n 2p seen)" 'dumb-init: missing 2, not executable 2' 'dumb-init'
expect "$(sed -n 3p seen)" 'catatonit: missing 1, not executable 1' 'catatonit'
echo 'as described'
