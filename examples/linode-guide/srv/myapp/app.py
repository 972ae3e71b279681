"""A program that says what it is and waits. SIGINT ends it, as Ctrl-C would."""

import os
import pwd
import sys
import time

print("myapp serves as", pwd.getpwuid(os.getuid()).pw_name, "in", os.getcwd(), flush=True)
print("myapp warns about nothing", file=sys.stderr, flush=True)
try:
    while True:
        time.sleep(3600)
except KeyboardInterrupt:
    print("myapp ends", flush=True)
