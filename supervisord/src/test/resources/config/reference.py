"""Prints what the Python original makes of configurations, one answer a line.

Argument: a folder with one folder for each configuration, called 0, 1, 2 ... with a main.conf in it.
"""
import os
import shlex
import socket
import sys

from supervisor import options
from supervisor.datatypes import Automatic, RestartUnconditionally, RestartWhenExitUnexpected


class Usage(Exception):
    pass


class Options(options.ServerOptions):
    def usage(self, msg):
        raise Usage(str(msg))

    def _parse_username_and_password(self, parser, section):
        """A user name that is empty beside a password is refused by the successor."""
        login = super()._parse_username_and_password(parser, section)
        if login['username'] == '' and login['password']:
            raise ValueError('Section [%s] contains incomplete authentication: If a username or a password is '
                             'specified, both the username and password must be specified; username is empty here '
                             '(name a user, or leave out both for a server that asks for no login)' % section)
        return login


def key_values(arg):
    """The rules of 4.4: earlier versions do not use POSIX quoting."""
    lexer = shlex.shlex(str(arg), posix=True)
    lexer.wordchars += '/.+-():'
    tokens = list(lexer)
    pairs = {}
    for i in range(0, len(tokens), 4):
        three = tokens[i:i + 3]
        if len(three) != 3 or three[1] != '=':
            raise ValueError("Unexpected end of key/value pairs in value '%s'" % arg)
        pairs[three[0]] = three[2]
    return pairs


class Parser(options.UnhosedConfigParser):
    def getdefault(self, option, *args, **kwargs):
        """Since 4.3 the daemon's environment is expanded once only."""
        if option == 'environment':
            kwargs['do_expand'] = False
        return super().getdefault(option, *args, **kwargs)


# A second argument: as this version has it.
if options.VERSION.startswith('4.2') and not sys.argv[2:]:
    options.dict_of_key_value_pairs = key_values
    options.UnhosedConfigParser = Parser


def show(value):
    if value is Automatic:
        return 'AUTO'
    if value is RestartWhenExitUnexpected:
        return 'UNEXPECTED'
    if value is RestartUnconditionally:
        return 'ALWAYS'
    return repr(value)


PROCESS = ['name', 'uid', 'command', 'directory', 'umask', 'priority', 'autostart', 'autorestart', 'startsecs',
           'startretries', 'stdout_logfile', 'stdout_capture_maxbytes', 'stdout_events_enabled', 'stdout_syslog',
           'stdout_logfile_backups', 'stdout_logfile_maxbytes', 'stderr_logfile', 'stderr_capture_maxbytes',
           'stderr_logfile_backups', 'stderr_logfile_maxbytes', 'stderr_events_enabled', 'stderr_syslog',
           'stopsignal', 'stopwaitsecs', 'stopasgroup', 'killasgroup', 'exitcodes', 'redirect_stderr', 'serverurl']
DAEMON = ['logfile', 'logfile_maxbytes', 'logfile_backups', 'loglevel', 'pidfile', 'umask', 'nodaemon', 'silent',
          'minfds', 'minprocs', 'nocleanup', 'childlogdir', 'uid', 'directory', 'strip_ansi', 'identifier', 'serverurl']


def process(config):
    fields = []
    for name in PROCESS:
        value = getattr(config, name)
        if name == 'stopsignal':
            value = int(value)
        if name.endswith('_logfile') and value == '':
            value = None
        fields.append('%s=%s' % (name, show(value)))
    fields.append('environment={%s}' % ', '.join('%r: %r' % pair for pair in sorted(config.environment.items())))
    return '  ' + ' '.join(fields)


def group(config):
    line = '%s %r %d' % (type(config).__name__, config.name, config.priority)
    if hasattr(config, 'buffer_size'):
        names = sorted(options_events(config.pool_events))
        line += ' %d %s' % (config.buffer_size, names)
    if hasattr(config, 'socket_config'):
        sock = config.socket_config
        line += ' %s %s' % (sock.url, sock.backlog)
        if hasattr(sock, 'get_mode'):
            line += ' %s %s' % (sock.get_mode(), sock.get_owner())
    return [line] + [process(p) for p in config.process_configs]


def options_events(types):
    from supervisor.events import getEventNameByType
    return [getEventNameByType(t) for t in types]


def server(config):
    login = '%r %r' % (config['username'], config['password']) if config['username'] else 'None'
    if config['family'] == socket.AF_UNIX:
        return 'unix %s %s %d %r %s' % (config['section'], config['file'], config['chmod'], config['chown'], login)
    return 'inet %s %r %d %s' % (config['section'], config['host'], config['port'], login)


def dump(o):
    lines = ['%s=%s' % (name, show(getattr(o, name))) for name in DAEMON]
    for config in o.process_group_configs:
        lines.extend(group(config))
    lines.extend(server(config) for config in o.server_configs)
    lines.extend('rpc %s %s' % (name, sorted(extras.items())) for name, _, extras in o.rpcinterface_factories)
    lines.extend('WARN ' + text for text in o.parse_warnings)
    lines.extend('INFO ' + text for text in o.parse_infos)
    return '\n'.join(lines)


root = sys.argv[1]
for number in range(len(os.listdir(root))):
    os.chdir(os.path.join(root, str(number)))
    o = Options()
    try:
        o.realize(['-c', 'main.conf'], doc='', progname='supervisord')
        text = dump(o)
    except Usage as e:
        text = 'ERROR ' + str(e)
    except Exception as e:
        text = 'CRASH %s %s' % (type(e).__name__, e)
    sys.stdout.write(text.encode('utf-8', 'surrogatepass').hex() + '\n')
