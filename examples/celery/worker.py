"""Stands for "celery worker": says what it was given, and finishes on SIGTERM."""

import os
import signal
import sys


def warm_shutdown(signum, frame):
    print("warm shutdown", flush=True)
    sys.exit(0)


signal.signal(signal.SIGTERM, warm_shutdown)
print(" ".join(sys.argv[1:]))
print("KEY=%s HOME=%s C_FORCE_ROOT=%s" % tuple(os.environ[k] for k in ("KEY", "HOME", "C_FORCE_ROOT")))
print("ready", file=sys.stderr, flush=True)
while True:
    signal.pause()
