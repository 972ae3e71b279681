package org.supervisor4j.endtoend;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever keeps a program from starting: the same states, log lines, events and {@code spawnerr} as the reference's.
 */
class SpawnFailuresIT {
    private static final Pattern RESULT =
            Pattern.compile("<name>(spawnerr|statename|description|exitstatus|pid)</name>\\s*<value>(.*?)</value>");
    private static final Pattern EVENT = Pattern.compile("eventname:(\\S+) len:\\d+\\\\n(processname:(\\S+) .*)'$");

    /** One attempt more follows the first. */
    private static final String PROGRAM = """
            [program:%1$s]
            command=%2$s
            startretries=1
            %3$s
            """;

    private static final String RECORDER = """
            [eventlistener:recorder]
            command=/usr/bin/python3 %(here)s/listener.py %(here)s/recorder.record
            events=PROCESS_STATE
            buffer_size=10000
            startsecs=0
            """;

    /** Their names, which their commands contain so that log lines can be told apart, and their sections. */
    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        put(programs, "missing", "no-such-missing");
        put(programs, "nowhere", "/no/such/nowhere");
        put(programs, "folder", "%(here)s/folder");
        put(programs, "plain", "%(here)s/plain");
        put(programs, "quote", "/bin/echo \"quote");
        put(programs, "backslash", "/bin/echo backslash \\");
        put(programs, "apostrophe", "\"it's apostrophe\"");
        put(programs, "interpreter", "%(here)s/interpreter");
        put(programs, "format", "%(here)s/format");
        put(programs, "stdoutfolder", "/bin/true", "stdout_logfile=%(here)s/folder");
        put(programs, "stderrfolder", "/bin/true", "stderr_logfile=%(here)s/folder");
        put(programs, "logdenied", "/bin/true", "stdout_logfile=%(here)s/denied.log");
        put(programs, "chdir", "/bin/true", "directory=/no/such");
        put(programs, "locked", "/bin/true", "directory=%(here)s/locked");
        put(programs, "user", "/bin/true", "user=root");
        if (Account.isRoot()) {
            put(programs, "denied", "%(here)s/denied");
        }
        return programs;
    }

    private static void put(Map<String, String> programs, String name, String command, String... section) {
        programs.put(name, PROGRAM.formatted(name, command, String.join("\n", section)));
    }

    @Test
    void everyFailureOfAStartIsToldAsByTheReference() throws IOException {
        Map<String, String> reference = play(Installation.DEBIAN);
        Map<String, String> ours = play(Installation.OURS);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours.get("missing"))
                .contains("INFO spawnerr: can't find command 'no-such-missing'")
                .contains("PROCESS_STATE_FATAL")
                .contains("spawnerr can't find command 'no-such-missing'");
        assertThat(ours.get("stdoutfolder"))
                .contains("spawnerr unknown error making dispatchers for 'stdoutfolder': EISDIR");
        assertThat(ours.get("locked")).contains("exit status 127");
    }

    /** By the program: its lines of the log, its events, what is known of it in the end. */
    private static Map<String, String> play(Installation installation) throws IOException {
        Map<String, String> programs = programs();
        try (Sandbox sandbox = Sandbox.empty()) {
            furnish(sandbox);
            Path configuration = sandbox.write(
                    Configuration.FILE, Configuration.with(RECORDER + String.join("", programs.values())));
            Map<String, String> found = new TreeMap<>();
            try (Daemon daemon =
                    Daemon.startAsNobody(installation, configuration, sandbox.path(Configuration.SOCKET))) {
                for (String name : programs.keySet()) {
                    daemon.rpc().awaitState(name, "FATAL");
                    Await.until("the listener has been told", () -> events(sandbox, name)
                            .contains("PROCESS_STATE_FATAL"));
                    found.put(
                            name,
                            (String.join("\n", LogLines.about(name, sandbox)) + "\n" + events(sandbox, name) + "\n"
                                            + info(daemon, name))
                                    .replace(sandbox.root().toString(), "/ROOT"));
                }
            }
            return found;
        }
    }

    private static void furnish(Sandbox sandbox) throws IOException {
        Files.setPosixFilePermissions(sandbox.root(), fromString("rwxrwxrwx"));
        RecordingListener.install(sandbox);
        Files.setPosixFilePermissions(sandbox.mkdirs("folder"), fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(sandbox.mkdirs("locked"), fromString("---------"));
        Files.setPosixFilePermissions(sandbox.write("plain", ""), fromString("rw-r--r--"));
        Files.setPosixFilePermissions(sandbox.write("denied", ""), fromString("rwx------"));
        Files.setPosixFilePermissions(sandbox.write("denied.log", ""), fromString("r--------"));
        Files.setPosixFilePermissions(sandbox.write("interpreter", "#!/no/such\n"), fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(sandbox.write("format", "no format\n"), fromString("rwxr-xr-x"));
    }

    private static String events(Sandbox sandbox, String name) {
        return RecordingListener.record(sandbox, "recorder").stream()
                .map(EVENT::matcher)
                .filter(event -> event.find() && event.group(3).equals(name))
                .map(event -> event.group(1) + " " + event.group(2))
                .collect(joining("\n"));
    }

    private static String info(Daemon daemon, String name) throws IOException {
        List<String> values = RESULT.matcher(daemon.rpc().ask("supervisor.getProcessInfo", name))
                .results()
                .map(value -> value.group(1) + " " + value.group(2).replaceAll("<[^>]+>", ""))
                .sorted()
                .toList();
        return String.join("\n", values);
    }
}
