"""Stands in for the plug-in of this name: starts what has dependent_startup=true once all that it waits for has been reached."""

import configparser
import os
import sys

from supervisor import childutils


def programs(path):
    parser = configparser.RawConfigParser(inline_comment_prefixes=(";",))
    parser.read(path)
    found = {}
    for section in parser.sections():
        options = dict(parser.items(section))
        if section.startswith("program:") and options.get("dependent_startup") == "true":
            waits = {}
            for word in options.get("dependent_startup_wait_for", "").split():
                name, _, states = word.partition(":")
                waits[name] = (states or "running").upper().split(",")
            found[section.split(":", 1)[1]] = (int(options.get("priority", 999)), waits)
    return found


def main():
    waiting = programs(sys.argv[1])
    reached = {}
    rpc = childutils.getRPCInterface(os.environ).supervisor
    while True:
        headers, payload = childutils.listener.wait()
        event = childutils.get_headers(payload)
        state = headers["eventname"].replace("PROCESS_STATE_", "")
        reached.setdefault(event["processname"], set()).add(state)
        for name, (priority, waits) in sorted(waiting.items(), key=lambda item: item[1][0]):
            if all(set(states) & reached.get(other, set()) for other, states in waits.items()):
                del waiting[name]
                rpc.startProcess(name, False)
        childutils.listener.ok()


main()
