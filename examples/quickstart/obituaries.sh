#!/bin/sh
# An event listener in few lines: READY, then for each event a header line and as many bytes as its len: says.
while :; do
    printf 'READY\n'
    IFS= read -r header || exit 0
    body=$(dd bs=1 count="${header##*len:}" 2>/dev/null)
    echo "exited: $body" >&2
    printf 'RESULT 2\nOK'
done
