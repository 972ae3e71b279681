#!/usr/bin/env python3
"""Records what Supervisor (the Python original) does with output, for OutputReferenceTest.

Run it where Supervisor's modules can be imported; it writes the *.tsv files beside itself.
Bytes are hexadecimal. The inputs are made with a fixed seed, so a second run changes nothing.
"""
import os
import random
import shutil
import tempfile

from supervisor import dispatchers, events, loggers, options

HERE = os.path.dirname(os.path.abspath(__file__))
chance = random.Random(20260301)


def record(name, rows):
    with open(os.path.join(HERE, name), 'w') as f:
        for row in rows:
            f.write('\t'.join(str(cell) for cell in row) + '\n')


def strip_rows():
    alphabet = [b'\x1b', b'[', b'1', b';', b'm', b'H', b'x', b'\n', b'\xc3', b']', b'\x1b[', b'\x1b[31m']
    for _ in range(400):
        data = b''.join(chance.choice(alphabet) for _ in range(chance.randint(0, 14)))
        yield data.hex(), dispatchers.stripEscapes(data).hex()


def window_rows(read):
    path = os.path.join(tempfile.mkdtemp(), 'log')
    with open(path, 'wb') as f:
        f.write(b'01234567890123456789')
    for offset in (-100, -21, -20, -19, -5, -1, 0, 1, 5, 10, 15, 18, 19, 20, 21, 25, 30):
        for length in (-10, -5, -1, 0, 1, 5, 10, 15, 16, 19, 20, 21, 30, 100):
            yield (offset, length) + tuple(read(path, offset, length))


def read_window(path, offset, length):
    try:
        return (options.readFile(path, offset, length).decode(),)
    except ValueError as e:
        return ('fault ' + e.args[0],)


def tail_window(path, offset, length):
    text, size, overflow = options.tailFile(path, offset, length)
    return text, size, str(overflow).lower()


def rotation_rows():
    for maxbytes in (0, 1, 10, 25):
        for backups in (0, 1, 3):
            for existing in (0, 9, 30):
                sizes = [chance.randint(1, 30) for _ in range(9)]
                yield maxbytes, backups, existing, ','.join(map(str, sizes)), rotated(maxbytes, backups, existing, sizes)


def rotated(maxbytes, backups, existing, sizes):
    """Units of a letter each: a, b, c. What was there before is made of dots."""
    folder = tempfile.mkdtemp()
    try:
        path = os.path.join(folder, 'log')
        if existing:
            with open(path, 'wb') as f:
                f.write(b'.' * existing)
        logger = loggers.getLogger(loggers.LevelsByName.INFO)
        loggers.handle_file(logger, path, '%(message)s', rotating=not not maxbytes, maxbytes=maxbytes, backups=backups)
        for i, size in enumerate(sizes):
            logger.info(bytes([ord('a') + i]) * size)
        logger.close()
        return ' '.join('%s=%s' % (n, open(os.path.join(folder, n)).read()) for n in sorted(os.listdir(folder)))
    finally:
        shutil.rmtree(folder)


class Anything:
    def __init__(self, **kw):
        self.__dict__.update(kw)

    def debug(self, *args, **kw):
        pass

    def log(self, *args, **kw):
        pass


def capture_rows():
    pieces = [b'<!--XSUPERVISOR:BEGIN-->', b'<!--XSUPERVISOR:END-->', b'<!--XSUPERVISOR:', b'<', b'<!-', b'text', b'\n', b'>',
              b'a longer piece of ordinary output\n']
    # Whatever is held back behind a token comes out before this ends.
    rest = b'.' * 64
    weights = [5, 5, 2, 1, 1, 3, 1, 1, 2]
    for _ in range(250):
        data = b''.join(chance.choices(pieces, weights, k=chance.randint(1, 9))) + rest
        cuts = sorted(chance.sample(range(len(data) - len(rest) + 1), min(3, len(data) - len(rest))))
        units = [data[a:b] for a, b in zip([0] + cuts, cuts + [len(data)]) if a < b]
        yield (','.join(u.hex() for u in units),) + captured(1024, units)


def captured(maxbytes, units):
    told = []
    logged = []
    real_notify = dispatchers.notify
    dispatchers.notify = lambda event: told.append(event.data)
    try:
        opts = Anything(logger=Anything(), loglevel=20, strip_ansi=False,
                        getLogger=lambda: loggers.getLogger(loggers.LevelsByName.INFO))
        config = Anything(options=opts, name='x', stdout_logfile=None, stdout_logfile_maxbytes=0,
                          stdout_logfile_backups=0, stdout_syslog=False, stdout_capture_maxbytes=maxbytes,
                          stdout_events_enabled=False, stderr_events_enabled=False)
        d = dispatchers.POutputDispatcher(Anything(config=config, pid=1), events.ProcessCommunicationStdoutEvent, 0)
        d.normallog = d.childlog = Anything(info=logged.append, handlers=[])
        for unit in units:
            d.output_buffer += unit
            d.record_output()
    finally:
        dispatchers.notify = real_notify
    return b''.join(logged).hex(), ''.join(t.hex() + ';' for t in told)


record('strip.tsv', strip_rows())
record('read.tsv', window_rows(read_window))
record('tail.tsv', window_rows(tail_window))
record('rotation.tsv', rotation_rows())
record('capture.tsv', capture_rows())
