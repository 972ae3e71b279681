#!/bin/sh
while :; do
    date
    sleep 1
done
