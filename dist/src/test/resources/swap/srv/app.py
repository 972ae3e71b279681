"""Says which user it runs as, and what it was greeted with."""
import os
import pwd


def application(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [f'{pwd.getpwuid(os.getuid()).pw_name}: {os.environ["GREETING"]}\n'.encode()]
