#!/bin/sh
# What most programs that do not start have in common: something is missing, and they say so and end.
cat settings.ini || exit 3
