"""Knocks at every program all the time; writes down who was away, and for how long, once it is back."""
import socket
import sys
import threading
import time

DOORS = {
    'nginx': 8000,
    'gunicorn': 8001,
    'files': 8002,
    'redis': 6379,
    'memcached': 11211,
    'php': '/run/php.sock',
}


def opens(door):
    kind = socket.AF_UNIX if isinstance(door, str) else socket.AF_INET
    with socket.socket(kind) as knock:
        knock.settimeout(2)
        try:
            knock.connect(door if isinstance(door, str) else ('127.0.0.1', door))
            return True
        except OSError:
            return False


def watch(name, door, log):
    seen = time.monotonic()
    away = False
    while True:
        if opens(door):
            now = time.monotonic()
            if away:
                log.write(f'{name} {now - seen:.3f}\n')
                log.flush()
            seen = now
            away = False
        else:
            away = True
        time.sleep(0.01)


with open(sys.argv[1], 'a') as log:
    watches = [threading.Thread(target=watch, args=(name, door, log)) for name, door in DOORS.items()]
    for each in watches:
        each.start()
    for each in watches:
        each.join()
