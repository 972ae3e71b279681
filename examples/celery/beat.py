"""Stands for "celery beat"."""

import signal

print("beat: starting", flush=True)
signal.pause()
