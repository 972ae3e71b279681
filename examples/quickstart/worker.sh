#!/bin/sh
# Works until it is told to stop, and says so.
trap 'echo "$1: stopping"; exit 0' INT TERM
echo "$1: at work as process $$"
while :; do
    sleep 1
done
