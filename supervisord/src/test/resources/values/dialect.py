"""Answers, line by line, how the Python original reads a text. One request a line: kind and hexadecimal bytes."""
import os
import shlex
import sys

from supervisor import datatypes, options

MAPPING = {'ENV_HOME': '/root', 'here': '/etc', 'name': "it's \u00e9", 'c': 'z', 'n': 7, 'big': 123456789, 'neg': -42}
TYPES = {
    'integer': datatypes.integer, 'boolean': datatypes.boolean, 'octal': datatypes.octal_type,
    'bytes': datatypes.byte_size, 'signal': datatypes.signal_number, 'exitcodes': datatypes.list_of_exitcodes,
    'list': datatypes.list_of_strings, 'name': datatypes.process_or_group_name, 'inet': datatypes.inet_address,
}


def ini(data):
    parser = options.UnhosedConfigParser()
    for number, part in enumerate(data.split(b'<<<file>>>')):
        path = 'f%d.conf' % number
        with open(path, 'wb') as f:
            f.write(part)
        if number == 0:
            with open(path) as f:
                parser.read_file(f)
            parser.expand_here('/main')
        else:
            parser.read(path)
            parser.expand_here('/inc%d' % number)
    out = []
    for section in parser.sections():
        out.append('[%r] %s' % (section, parser.section_to_file.get(section)))
        for key in parser.options(section):
            out.append('%r=%r' % (key, parser.get(section, key)))
    return '\n'.join(out)


def tokens(text):
    lexer = shlex.shlex(text, posix=True)
    lexer.wordchars += '/.+-():'
    return repr(list(lexer))


def answer(kind, data):
    if kind == 'ini':
        return ini(data)
    text = data.decode('utf-8')
    if kind == 'expand':
        return options.expand(text, MAPPING, 'label')
    if kind == 'split':
        return repr(shlex.split(text))
    if kind == 'tokens':
        return tokens(text)
    value = TYPES[kind](text)
    if kind == 'inet':
        return '%s %d' % value
    if kind == 'signal':
        return '%d' % value
    return repr(value)


os.chdir(sys.argv[1])
for line in sys.stdin:
    kind, _, data = line.rstrip('\n').partition(' ')
    try:
        text = answer(kind, bytes.fromhex(data))
    except Exception as e:
        text = 'ERROR ' + str(e)
    sys.stdout.write(text.encode('utf-8', 'surrogatepass').hex() + '\n')
