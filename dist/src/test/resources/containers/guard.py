import os
import signal
import sys

while True:
    sys.stdout.write("READY\n")
    sys.stdout.flush()
    headers = dict(word.split(":") for word in sys.stdin.readline().split())
    sys.stderr.write("heard: " + sys.stdin.read(int(headers["len"])) + "\n")
    os.kill(os.getppid(), signal.SIGQUIT)
    sys.stdout.write("RESULT 2\nOK")
    sys.stdout.flush()
