package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Logs under the names that lead to standard output and standard error, {@code /dev/fd/1} and its kin, with everything
 * that can be behind them. Where the original can write, ours writes the same; ours writes, too, where the name can't
 * be opened: sockets, and what belongs to root while the daemon is nobody.
 */
class DescriptorNamesIT {
    /**
     * Starts a daemon with descriptors of some kind, until all that was asked for was seen on them. What came is in the
     * files {@code out} and {@code err}.
     */
    private static final String STAGE = """
            import fcntl, json, os, pty, select, signal, socket, subprocess, sys, termios, time
            kind, identity, daemon, folder, expected = sys.argv[1:]
            expected = json.loads(expected)
            os.chdir(folder)
            def ends(name):
                if kind == 'socket':
                    one, other = socket.socketpair()
                    return one.detach(), other.detach()
                if kind == 'terminal':
                    return pty.openpty()
                if kind == 'file':
                    write = os.open(name + '.file', os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                    return os.open(name + '.file', os.O_RDONLY), write
                return os.pipe()
            readers, writers, seen = {}, {}, {'out': b'', 'err': b''}
            for name in seen:
                readers[name], writers[name] = ends(name)
                os.set_blocking(readers[name], False)
            os.symlink('/proc/%d/fd/%d' % (os.getpid(), writers['out']), 'held')
            os.symlink('/dev/stdout', 'link')
            def prepare():
                os.setsid()
                if kind == 'terminal':
                    fcntl.ioctl(1, termios.TIOCSCTTY, 0)
                if identity == 'nobody' and os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                if identity.isdigit() and os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(0)
                    os.setuid(int(identity))
            process = subprocess.Popen([daemon, '-n', '-c', folder + '/s.conf'], stdin=subprocess.DEVNULL,
                stdout=writers['out'], stderr=writers['err'], preexec_fn=prepare)
            def look():
                for name in seen:
                    try:
                        seen[name] += os.read(readers[name], 1 << 20)
                    except OSError:
                        pass
            def until(condition):
                end = time.time() + 25
                while not condition() and time.time() < end:
                    if kind == 'file':
                        time.sleep(0.02)
                    else:
                        select.select(list(readers.values()), [], [], 0.1)
                    look()
            until(lambda: process.poll() is not None or all(
                mark.encode() in seen[name] for name in seen for mark in expected[name]))
            process.terminate()
            until(lambda: process.poll() is not None)
            for name in seen:
                look()
                open(name, 'wb').write(seen[name])
            """;

    private static final String PROGRAM = """
            [program:%1$s]
            command=/bin/echo seen-%1$s-whole
            autorestart=false
            startsecs=0
            stdout_logfile=%2$s
            stdout_logfile_maxbytes=0
            stderr_logfile=NONE
            """;

    private static final String LISTENER = """
            [eventlistener:listener]
            command=/bin/sh -c "echo seen-listener-whole >&2; exec sleep 1000"
            events=TICK_3600
            stderr_logfile=/dev/stderr
            stderr_logfile_maxbytes=0
            """;

    /** The names, by the programs that log there. */
    private static final List<List<String>> OUT = List.of(
            List.of("fd1", "/dev/fd/1"),
            List.of("stdout", "/dev/stdout"),
            List.of("self1", "/proc/self/fd/1"),
            List.of("link", "%(here)s/link"));

    private static final List<List<String>> ERR = List.of(
            List.of("fd2", "/dev/fd/2"), List.of("stderr", "/dev/stderr"), List.of("self2", "/proc/thread-self/fd/2"));

    private static final String STARTED = "started with pid";

    /** What came out of standard output and standard error. */
    private record Seen(String out, String err, boolean nullIsThere) {
        static int count(String text, String part) {
            return (int)
                    Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
        }
    }

    @ParameterizedTest(name = "{0}, {1}, the daemon''s log in {2}")
    @CsvSource({
        "pipe, root, /dev/stdout",
        "file, root, /dev/fd/1",
        "terminal, root, /dev/tty",
        "socket, root, /proc/self/fd/1",
        "file, nobody, /dev/stdout",
        "terminal, nobody, /dev/stdout",
        "socket, nobody, /dev/stdout",
        "pipe, user=nobody, /dev/fd/1",
        "pipe, 1000710000, /dev/stdout",
        "socket, 1000710000, /dev/fd/1",
        "terminal, 1000710000, /dev/stdout",
        "file, 1000710000, /proc/self/fd/1",
    })
    void everyNameOfADescriptorIsALogAndTheDaemonsLinesComeOnce(String kind, String identity, String logfile)
            throws IOException {
        Seen seen = play(Installation.OURS, kind, identity, logfile);

        for (List<String> program : programs(OUT, identity, kind)) {
            assertThat(Seen.count(seen.out, "seen-" + program.get(0) + "-whole"))
                    .as("%s in %s", program, seen)
                    .isOne();
        }
        for (List<String> program : ERR) {
            assertThat(Seen.count(seen.err, "seen-" + program.get(0) + "-whole"))
                    .as("%s in %s", program, seen)
                    .isOne();
        }
        assertThat(Seen.count(seen.err, "seen-listener-whole")).as("%s", seen).isOne();
        assertThat(Seen.count(seen.out, STARTED)).as("%s", seen).isOne();
        assertThat(seen.out + seen.err).doesNotContain("ERRO", "FATAL", "spawnerr", "could not");
        assertThat(seen.nullIsThere).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"pipe", "file"})
    void theOriginalWritesToTheSameNames(String kind) throws IOException {
        Seen seen = play(Installation.DEBIAN, kind, "root", "/dev/stdout");

        for (List<String> program : programs(OUT, "root", kind)) {
            assertThat(seen.out).contains("seen-" + program.get(0) + "-whole");
        }
        assertThat(seen.err).contains("seen-fd2-whole", "seen-stderr-whole", "seen-listener-whole");
        assertThat(Seen.count(seen.out, STARTED))
                .as("what ours does not: %s", seen)
                .isEqualTo(2);
        assertThat(seen.nullIsThere).as("what ours leaves").isEqualTo(!Account.isRoot());
    }

    /** The name of another process's descriptor can be opened by root only, and not where it is a socket. */
    private static List<List<String>> programs(List<List<String>> names, String identity, String kind) {
        List<List<String>> programs = new ArrayList<>(names);
        if (identity.equals("root") && !kind.equals("socket")) {
            programs.add(List.of("held", "%(here)s/held"));
        }
        return programs;
    }

    private static Seen play(Installation installation, String kind, String identity, String logfile)
            throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Path run = sandbox.mkdirs("run");
            Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path nothing = device(sandbox);
            StringBuilder text = new StringBuilder("[supervisord]\nlogfile=" + logfile + "\nlogfile_maxbytes=0\n");
            text.append("childlogdir=%(here)s/run\npidfile=").append(nothing).append('\n');
            if (identity.startsWith("user=") && Account.isRoot()) {
                text.append(identity).append('\n');
            }
            List<List<String>> out = programs(OUT, identity, kind);
            out.forEach(program -> text.append(PROGRAM.formatted(program.toArray())));
            ERR.forEach(program -> text.append(PROGRAM.formatted(program.toArray())));
            sandbox.write("s.conf", text + LISTENER);
            Path stage = sandbox.write("stage.py", STAGE);
            String expected = "{\"out\": [\"" + STARTED + "\"" + marks(out) + "], \"err\": [\"seen-listener-whole\""
                    + marks(ERR) + "]}";

            Command.Result result = Command.of(
                            "python3",
                            stage.toString(),
                            kind,
                            identity,
                            installation.supervisord(),
                            sandbox.root().toString(),
                            expected)
                    .run();

            assertThat(result.exit()).as("%s", result).isZero();
            return new Seen(sandbox.read("out"), sandbox.read("err"), Files.exists(nothing));
        }
    }

    private static Path device(Sandbox sandbox) {
        if (!Account.isRoot()) {
            return Path.of("/dev/null");
        }
        Path device = sandbox.path("run/null");
        assertThat(Command.of("mknod", "-m", "666", device.toString(), "c", "1", "3")
                        .run()
                        .exit())
                .isZero();
        return device;
    }

    private static String marks(List<List<String>> programs) {
        var marks = new StringBuilder();
        programs.forEach(
                program -> marks.append(", \"seen-").append(program.get(0)).append("-whole\""));
        return marks.toString();
    }
}
