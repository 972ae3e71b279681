#!/bin/sh
# Builds the plug-in into a distribution: ./build.sh /opt/supervisor4j. Needs a JDK.
set -eu
# What root runs must not be writable by others, or the plug-in is refused.
umask 022
distribution=${1:?the folder of the distribution is missing}
here=$(cd -P -- "$(dirname -- "$0")" && pwd -P)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT

javac --release 17 -cp "$distribution/lib/common.jar" -d "$classes" "$here"/src/restarted/*.java
mkdir -p "$distribution/plugins"
jar --create --file "$distribution/plugins/restarted.jar" -C "$classes" . -C "$here/src" META-INF
