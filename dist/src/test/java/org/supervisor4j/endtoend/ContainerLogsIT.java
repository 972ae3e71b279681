package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In a container, all at once on its two outputs: programs under every name that leads there, a listener, the daemon.
 * Whatever is behind them and whoever runs it, each line is there once and whole, and nobody has a complaint.
 */
class ContainerLogsIT extends InSandbox {
    /**
     * Starts the first process of a namespace with outputs of some kind, and reads what comes until it has ended. That
     * is in the files {@code out} and {@code err}, the exit status in {@code status}.
     */
    private static final String STAGE = """
            import fcntl, os, pty, select, socket, subprocess, sys, termios
            kind, command = sys.argv[1], sys.argv[2:]
            def ends(name):
                if kind == 'socket':
                    one, other = socket.socketpair()
                    return one.detach(), other.detach()
                if kind == 'terminal':
                    return pty.openpty()
                if kind == 'null':
                    return None, os.open('/dev/null', os.O_WRONLY)
                if kind == 'file':
                    return None, os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                return os.pipe()
            out, err = ends('out'), ends('err')
            def prepare():
                os.setsid()
                if kind == 'terminal':
                    fcntl.ioctl(1, termios.TIOCSCTTY, 0)
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out[1], stderr=err[1],
                preexec_fn=prepare)
            os.close(out[1])
            os.close(err[1])
            files = {end[0]: open(name, 'wb') for name, end in (('out', out), ('err', err)) if end[0] is not None}
            while files:
                for end in select.select(list(files), [], [])[0]:
                    try:
                        some = os.read(end, 1 << 16)
                    except OSError:
                        some = b''
                    files[end].write(some)
                    if not some:
                        files.pop(end).close()
            open('status', 'w').write(str(process.wait()))
            """;

    /** {@code say NAME FD}: in pieces, to that descriptor. */
    private static final String SAY = """
            exec >&"$2"
            i=0
            while [ $i -lt 150 ]; do
                printf "<$1"
                printf ' whole>\\n'
                i=$((i + 1))
            done
            """;

    private static final int LINES = 150;

    /** Its last line has no end. The names of programs say nothing, those of their logs are what matters. */
    private static final String PROGRAM = """
            [program:%1$s]
            command=/bin/sh -c "/bin/sh say %1$s %2$d; printf '<%1$s ends>' >&%2$d"
            autorestart=false
            startsecs=0
            %3$s=%4$s
            %5$s
            """;

    /** Those with keys of their own. The last to end waits for the listener. */
    private static final String REST = """
            [program:both]
            command=/bin/sh -c "/bin/sh say both 1; /bin/sh say both 2"
            autorestart=false
            startsecs=0
            redirect_stderr=true
            stdout_logfile=/dev/stdout
            [program:named]
            command=/bin/sh -c "/bin/sh say named 1; until [ -e run/heard ]; do sleep 0.05; done"
            autorestart=false
            startsecs=0
            stdout_logfile=/dev/fd/1
            stdout_logfile_format=prefix
            [eventlistener:ear]
            command=/bin/sh -c "/bin/sh say ear 2; touch run/heard; exec cat >&2"
            events=TICK_3600
            stderr_logfile=/dev/stderr
            """;

    private static final List<String> OUT =
            List.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/1/fd/1", "%(here)s/link");
    private static final List<String> ERR = List.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2", "/proc/1/fd/2");

    private static final String DAEMON = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} (INFO|WARN stopped: ear) .*";

    @ParameterizedTest(name = "{0}, {1}, the daemon''s log in {2}")
    @CsvSource({
        "pipe, 0, /dev/stdout",
        "pipe, 1000710000, ''",
        "socket, 0, /proc/1/fd/1",
        "socket, 1000710000, /dev/stdout",
        "terminal, 0, ''",
        "terminal, 1000710000, /dev/fd/1",
        "file, 0, /dev/fd/1",
        "file, 1000710000, /proc/self/fd/1",
        "null, 0, /dev/stdout",
        "null, 1000710000, ''",
    })
    void eachLineIsThereOnceAndWhole(String kind, String uid, String logfile) throws IOException {
        play(kind, uid, logfile);

        assertThat(sandbox.read("status")).isEqualTo("0");
        if (!kind.equals("null")) {
            String name = kind.equals("terminal") ? "\\033\\[[0-9;]+m\\[named]\\033\\[0m <" : "\\[named] <";
            assertLines(
                    "out", OUT, Map.of("<both whole>", 2 * LINES, name + "named whole>", LINES), !logfile.isEmpty());
            assertLines("err", ERR, Map.of("<ear whole>", LINES), logfile.isEmpty());
        }
    }

    private void play(String kind, String uid, String logfile) throws IOException {
        Files.createSymbolicLink(sandbox.path("link"), Path.of("/dev/stdout"));
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(sandbox.mkdirs("run"), PosixFilePermissions.fromString("rwxrwxrwx"));
        sandbox.write("s.conf", configuration(logfile));
        sandbox.write("say", SAY);
        List<String> words = new ArrayList<>(
                List.of("python3", sandbox.write("stage.py", STAGE).toString(), kind));
        Mark mark = Mark.fresh();
        words.addAll(Container.namespace(mark));
        words.addAll(List.of("env", "TERM=xterm"));
        if (Account.isRoot() && !uid.equals("0")) {
            words.addAll(List.of("setpriv", "--reuid=" + uid, "--regid=0", "--clear-groups"));
        }
        words.addAll(List.of(Installation.OURS.supervisord(), "--container", "-c", "s.conf"));
        try {
            Command.Result result = Command.of(words).in(sandbox.root()).run();
            assertThat(result.exit()).as("%s", result).isZero();
        } finally {
            mark.bearers().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Programs of even numbers say that their log has no size. */
    private static String configuration(String logfile) {
        StringBuilder text = new StringBuilder("[supervisord]\nexit_on=all_exited\nchildlogdir=%(here)s/run\n");
        text.append(logfile.isEmpty() ? "" : "logfile=" + logfile + "\nsilent=true\n");
        for (int number = 0; number < OUT.size(); number++) {
            String size = number % 2 == 0 ? "stdout_logfile_maxbytes=0" : "";
            text.append(PROGRAM.formatted("out" + number, 1, "stdout_logfile", OUT.get(number), size));
        }
        for (int number = 0; number < ERR.size(); number++) {
            String size = number % 2 == 0 ? "stderr_logfile_maxbytes=0" : "";
            text.append(PROGRAM.formatted("err" + number, 2, "stderr_logfile", ERR.get(number), size));
        }
        return text + REST;
    }

    /** @param more how often lines are there, beside those of the programs for these names */
    private void assertLines(String output, List<String> names, Map<String, Integer> more, boolean hasLog) {
        List<String> lines = sandbox.read(output).replace("\r", "").lines().toList();
        Map<String, Integer> expected = new TreeMap<>(more);
        for (int number = 0; number < names.size(); number++) {
            expected.put("<" + output + number + " whole>", LINES);
            expected.put("<" + output + number + " ends>", 1);
        }
        Map<String, Integer> counted = new TreeMap<>();
        for (String line : lines) {
            String form =
                    expected.keySet().stream().filter(line::matches).findFirst().orElse(line);
            if (!form.matches(DAEMON)) {
                counted.merge(form, 1, Integer::sum);
            }
        }
        assertThat(counted).isEqualTo(expected);
        assertThat(lines.stream()
                        .filter(line -> line.contains("started with pid"))
                        .count())
                .isEqualTo(hasLog ? 1 : 0);
    }
}
