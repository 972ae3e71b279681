package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same output under Debian's supervisord and under ours: the logs must be the same, but for what was mended. */
class LogsAsTheReferenceIT {
    private static final String BEGIN = "<!--XSUPERVISOR:BEGIN-->";
    private static final String END = "<!--XSUPERVISOR:END-->";
    /** Longer than what the original holds back, and loses at a program's end. */
    private static final String TRAILER = " and a line that is longer than any token\n";

    /** Writes each argument when the one before it has been read: one read, one unit. */
    private static final String SCRIPT = """
            import array, fcntl, os, sys, termios, time
            for unit in sys.argv[1:]:
                os.write(1, bytes.fromhex(unit))
                left = array.array('i', [1])
                while left[0]:
                    time.sleep(0.01)
                    fcntl.ioctl(1, termios.FIONREAD, left)
            """;

    /** Programs by name: their keys, and the units that they write. */
    private static final class Programs {
        private final Map<String, List<String>> units = new LinkedHashMap<>();
        private final StringBuilder text = new StringBuilder();

        void add(String name, String keys, List<String> written) {
            units.put(name, written);
            String hex = written.stream()
                    .map(unit -> HexFormat.of().formatHex(unit.getBytes(StandardCharsets.UTF_8)))
                    .collect(Collectors.joining(" "));
            text.append("""
                    [program:%s]
                    command=python3 -S -E %%(here)s/units.py %s
                    autorestart=false
                    startsecs=0
                    stdout_logfile=%%(here)s/logs/%s.log
                    stderr_logfile=NONE
                    %s
                    """.formatted(name, hex, name, keys));
        }

        /** One program for each place at which the text can be torn in two. */
        void addTorn(String prefix, String keys, String whole, IntStream places) {
            places.forEach(at ->
                    add(prefix + "%02d".formatted(at), keys, List.of(whole.substring(0, at), whole.substring(at))));
        }
    }

    /** Both daemons at work; when all programs have ended, the test looks at what they left. */
    private static void play(Programs programs, String more, BiConsumer<Played, Played> comparison) throws IOException {
        try (Sandbox theirs = prepare(programs, more);
                Sandbox ours = prepare(programs, more);
                Daemon reference = start(Installation.DEBIAN, theirs);
                Daemon daemon = start(Installation.OURS, ours)) {
            for (Daemon each : List.of(reference, daemon)) {
                Await.until("all programs have ended", () -> each.rpc().processes().entrySet().stream()
                        .filter(entry -> programs.units.containsKey(entry.getKey()))
                        .allMatch(entry -> entry.getValue().state().equals("EXITED")));
            }
            comparison.accept(new Played(theirs, reference.rpc()), new Played(ours, daemon.rpc()));
        }
    }

    private static Sandbox prepare(Programs programs, String more) throws IOException {
        Sandbox sandbox = Sandbox.empty();
        sandbox.mkdirs("logs");
        sandbox.write("units.py", SCRIPT);
        RecordingListener.install(sandbox);
        sandbox.write(Configuration.FILE, Configuration.with(more + programs.text));
        return sandbox;
    }

    private static Daemon start(Installation installation, Sandbox sandbox) throws IOException {
        return Daemon.start(installation, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }

    private record Played(Sandbox sandbox, Rpc rpc) {
        /** Every log file by its name. */
        Map<String, String> logs() {
            try (Stream<Path> files = Files.list(sandbox.path("logs"))) {
                Map<String, String> logs = new TreeMap<>();
                for (Path file : files.toList()) {
                    logs.put(file.getFileName().toString(), Files.readString(file));
                }
                return logs;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Map<String, Integer> sizes() {
            var sizes = new TreeMap<String, Integer>();
            logs().forEach((name, content) -> sizes.put(name, content.length()));
            return sizes;
        }

        void removeAndAdd(String group) {
            rpc.awaitState(group, "EXITED");
            assertThat(rpc.call("supervisor.removeProcessGroup", group)).contains("<boolean>1</boolean>");
            assertThat(rpc.call("supervisor.addProcessGroup", group)).contains("<boolean>1</boolean>");
        }

        List<String> autoLogs() {
            try (Stream<Path> files = Files.list(sandbox.root())) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.startsWith("auto-stdout---"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String log(String program) {
            return sandbox.read("logs/" + program + ".log");
        }
    }

    @Test
    void rotationGivesTheSameFilesOfTheSameSizes() throws Exception {
        var programs = new Programs();
        List<String> units = Stream.of(50, 40, 9, 1, 300, 99, 1, 100, 101, 1024, 5, 2000, 7)
                .map(size -> "x".repeat(size - 1) + "\n")
                .toList();
        for (String maxbytes : List.of("0", "1", "90", "100", "1KB")) {
            for (String backups : List.of("-1", "0", "1", "2", "10")) {
                programs.add(
                        "m" + maxbytes + "_b" + backups,
                        "stdout_logfile_maxbytes=" + maxbytes + "\nstdout_logfile_backups=" + backups,
                        units);
            }
        }

        play(programs, "", (theirs, ours) -> {
            assertThat(theirs.logs()).hasSizeGreaterThan(programs.units.size());
            assertThat(ours.sizes()).isEqualTo(theirs.sizes());
            assertThat(ours.logs()).isEqualTo(theirs.logs());
        });
    }

    @Test
    void aNegativeSizeIsNoLimitWhereTheOriginalWritesNothing() throws Exception {
        var programs = new Programs();
        programs.add("negative", "stdout_logfile_maxbytes=-1", List.of("some ", "text\n"));

        play(programs, "", (theirs, ours) -> {
            assertThat(theirs.log("negative")).isEmpty();
            assertThat(ours.log("negative")).isEqualTo("some text\n");
        });
    }

    @Test
    void escapeSequencesAreStrippedTheSameAndTornOnesWholly() throws Exception {
        String coloured = "A\033[31mB\033[0mC\n";
        var programs = new Programs();
        programs.addTorn("torn", "", coloured, IntStream.range(1, coloured.length()));
        List<String> odd =
                List.of("x\033[ no end", "next\n", "\033]0;title\007", "a\033(Bb\n", "\033[1;31;4mZ\033[K\n");
        programs.add("odd", "", odd);

        play(programs, "[supervisord]\nstrip_ansi=true\n", (theirs, ours) -> {
            assertThat(ours.log("odd")).isEqualTo(theirs.log("odd"));
            for (int at = 1; at < coloured.length(); at++) {
                String program = "torn%02d".formatted(at);
                boolean inSequence = (at > 1 && at < 6) || (at > 7 && at < 11);
                assertThat(ours.log(program)).as("torn at %d", at).isEqualTo("ABC\n");
                assertThat(theirs.log(program).equals("ABC\n"))
                        .as("the original, torn at %d: %s", at, theirs.log(program))
                        .isEqualTo(!inSequence);
            }
        });
    }

    @Test
    void captureTokensTornAnywhereAreFoundTheSame() throws Exception {
        String text = "some text before it " + BEGIN + "the payload" + END + TRAILER;
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        var programs = new Programs();
        IntStream places = IntStream.concat(
                IntStream.rangeClosed(begin, begin + BEGIN.length()), IntStream.rangeClosed(end, end + END.length()));
        programs.addTorn("c", "stdout_capture_maxbytes=1000", text, places);
        String listener = """
                [eventlistener:listener]
                command=python3 %(here)s/listener.py %(here)s/listener.record
                events=PROCESS_COMMUNICATION
                buffer_size=100
                """;

        play(programs, listener, (theirs, ours) -> {
            for (Played each : List.of(theirs, ours)) {
                RecordingListener.awaitCount(each.sandbox(), "listener", programs.units.size());
            }
            assertThat(messages(ours.sandbox())).isEqualTo(messages(theirs.sandbox()));
            assertThat(ours.logs()).isEqualTo(theirs.logs());
            assertThat(ours.logs().values()).containsOnly("some text before it " + TRAILER);
        });
    }

    /** In the order of names: which program is heard first is a matter of luck. */
    private static List<String> messages(Sandbox sandbox) {
        return RecordingListener.record(sandbox, "listener").stream()
                .map(envelope -> envelope.substring(envelope.indexOf("processname:")))
                .sorted()
                .toList();
    }

    @Test
    void windowsIntoALogShowTheSameText() throws Exception {
        String text = "a\u00e9\u20ac\uD83D\uDE00z\n";
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        var programs = new Programs();
        programs.add("text", "", List.of(text));

        play(programs, "", (theirs, ours) -> {
            int same = 0;
            int cut = 0;
            for (String method : List.of("supervisor.readProcessStdoutLog", "supervisor.tailProcessStdoutLog")) {
                for (int offset = -size - 1; offset <= size + 1; offset++) {
                    for (int length = -1; length <= size + 1; length++) {
                        List<String> expected = answer(theirs.rpc(), method, offset, length);
                        List<String> found = answer(ours.rpc(), method, offset, length);
                        if (expected.get(0).contains(" 500 ")) {
                            // It fails where a window cuts a character.
                            assertThat(found.toString())
                                    .as("%s(%d, %d)", method, offset, length)
                                    .contains("\uFFFD");
                            cut++;
                        } else {
                            assertThat(found)
                                    .as("%s(%d, %d)", method, offset, length)
                                    .isEqualTo(expected);
                            same++;
                        }
                    }
                }
            }
            assertThat(List.of(same, cut)).allMatch(count -> count > 100);
        });
    }

    @Test
    void aGroupThatIsAddedAgainHasItsAutoLogsUntilAReread() throws Exception {
        var programs = new Programs();
        programs.add("auto", "stdout_logfile=AUTO", List.of("text\n"));

        play(programs, "", (theirs, ours) -> {
            for (Played each : List.of(theirs, ours)) {
                each.removeAndAdd("auto");
                assertThat(each.autoLogs()).as(each.toString()).hasSize(1);

                each.rpc().call("supervisor.reloadConfig");
                each.removeAndAdd("auto");
                assertThat(each.autoLogs()).as(each.toString()).hasSize(2);
            }
        });
    }

    private static final Pattern VALUE = Pattern.compile("<(string|int|boolean)>([^<]*)</");

    /** The status line and the values, in order. */
    private static List<String> answer(Rpc rpc, String method, int offset, int length) {
        String whole = rpc.call(method, "text", offset, length);
        String status = whole.substring(0, whole.indexOf('\r'));
        List<String> values = new ArrayList<>();
        // The version that a server answers with is its own.
        values.add(status.substring(status.indexOf(' ')).stripTrailing() + " ");
        Matcher value = VALUE.matcher(whole);
        while (value.find()) {
            values.add(value.group(1) + " " + value.group(2));
        }
        return values;
    }
}
