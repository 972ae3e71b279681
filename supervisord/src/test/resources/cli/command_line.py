"""Prints what the Python original makes of command lines. Each line of stdin: hexadecimal words, one answer a line."""
import sys

from supervisor import options

NAMES = ['configfile', 'nodaemon', 'silent', 'user', 'umask', 'directory', 'logfile', 'logfile_maxbytes',
         'logfile_backups', 'loglevel', 'pidfile', 'identifier', 'childlogdir', 'minfds', 'minprocs', 'nocleanup',
         'strip_ansi']


class Stop(Exception):
    pass


class Options(options.ServerOptions):
    def usage(self, msg):
        raise Stop('Error: ' + str(msg))

    def help(self, dummy):
        raise Stop('HELP')

    def version(self, dummy):
        raise Stop('VERSION')

    def default_configfile(self):
        return None

    def process_config(self, do_usage=True):
        raise Stop(' '.join('%s=%r' % (name, getattr(self, name)) for name in NAMES))


for line in sys.stdin:
    words = [bytes.fromhex(word[1:]).decode() for word in line.split()]
    try:
        Options().realize(words, doc='', progname='supervisord')
        text = 'NOTHING'
    except Stop as e:
        text = str(e)
    sys.stdout.write(text.encode().hex() + '\n')
