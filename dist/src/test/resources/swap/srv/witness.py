"""An event listener as superlance's are: by the Python module of Debian's package. Writes down who has come up."""
import sys

from supervisor import childutils

while True:
    headers, payload = childutils.listener.wait(sys.stdin, sys.stdout)
    process = childutils.get_headers(payload)
    with open('/var/log/witness', 'a') as log:
        log.write(f'{headers["server"]} {process["groupname"]}:{process["processname"]}\n')
    childutils.listener.ok(sys.stdout)
