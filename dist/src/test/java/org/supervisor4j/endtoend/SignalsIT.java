package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What signals do to the daemon, line by line as in the reference's log of the same story. */
class SignalsIT {
    private static final String CAT = """
            [supervisord]
            loglevel=debug
            [program:cat]
            command=/bin/cat
            startsecs=0
            """;

    /** Ignores SIGTERM. */
    private static final String DEAF = """
            [supervisord]
            loglevel=debug
            [program:deaf]
            command=/bin/sh -c "trap '' TERM; exec cat"
            stopwaitsecs=2
            """;

    /**
     * Of several priorities, and one that ignores SIGTERM. It may take longer to die than the second that the reference
     * lets pass between two looks at it: with a stopwaitsecs of one second the reference then kills it twice.
     */
    private static final String RANKED = """
            [program:second]
            command=/bin/cat
            priority=2
            [program:last]
            command=/bin/cat
            priority=9
            [program:deaf]
            command=/bin/sh -c "trap '' TERM; exec cat"
            priority=5
            stopwaitsecs=2
            [program:first]
            command=/bin/cat
            priority=1
            """;

    /** Writes a line when it gets SIGUSR1. */
    private static final String WRITER = """
            [program:writer]
            command=/bin/sh -c "trap 'echo heard' USR1; while :; do sleep 0.05; done"
            stdout_logfile=%(here)s/writer.log
            stopasgroup=true
            """;

    /** A daemon in the middle of a story. */
    private record Story(Daemon daemon, Sandbox sandbox) {
        void signal(String name) {
            daemon.signal(name);
        }

        void awaitLine(String text) {
            awaitLines(text, 1);
        }

        void awaitLines(String text, int count) {
            Await.until(
                    "the log says %d times: %s".formatted(count, text),
                    () -> sandbox.read(Configuration.LOG)
                                    .lines()
                                    .filter(line -> line.contains(text))
                                    .count()
                            >= count);
        }

        long pidOf(String program) {
            return daemon.rpc().pid(program);
        }
    }

    /** @return the log at the end */
    private static List<String> tell(Installation installation, String sections, Consumer<Story> story)
            throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(Configuration.FILE, Configuration.with(sections));
            try (Daemon daemon =
                    Daemon.start(installation, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET))) {
                Story told = new Story(daemon, sandbox);
                told.awaitLine("entered RUNNING state");
                story.accept(told);
                daemon.awaitEnd();
            }
            assertThat(Files.exists(sandbox.path(Configuration.PID_FILE))).isFalse();
            assertThat(Files.exists(sandbox.path(Configuration.SOCKET))).isFalse();
            return LogLines.of(sandbox).stream().filter(SignalsIT::isTold).toList();
        }
    }

    /** Lines of the debug level that come when they come, or show addresses in Python's memory. */
    private static boolean isTold(String line) {
        return !line.startsWith("DEBG fd ") && !line.startsWith("DEBG received SIGCHLD");
    }

    private static List<String> assertSame(String sections, Consumer<Story> story) throws IOException {
        List<String> reference = tell(Installation.DEBIAN, sections, story);
        List<String> ours = tell(Installation.OURS, sections, story);
        assertThat(ours).isEqualTo(reference);
        return ours;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TERM", "INT", "QUIT"})
    void aSignalToExitEndsTheDaemonInOrder(String signal) throws IOException {
        List<String> log = assertSame(CAT, story -> story.signal(signal));

        assertThat(log)
                .endsWith(
                        "WARN received SIG" + signal + " indicating exit request",
                        "DEBG killing cat (pid N) with signal SIGTERM",
                        "INFO waiting for cat to die",
                        "WARN stopped: cat (terminated by SIGTERM)");
    }

    @Test
    void hupStartsTheDaemonOverInTheSameProcess() throws IOException {
        assertSame(CAT, story -> {
            long before = story.pidOf("cat");
            story.signal("HUP");
            story.awaitLines("entered RUNNING state", 2);
            assertThat(story.pidOf("cat")).isNotEqualTo(before);
            assertThat(story.sandbox().read(Configuration.PID_FILE))
                    .isEqualTo(story.daemon().pid() + "\n");
            story.signal("TERM");
        });
    }

    @Test
    void usr2ReopensAllLogsUnderTheirNames() throws IOException {
        assertSame(WRITER, story -> {
            Sandbox sandbox = story.sandbox();
            long writer = story.pidOf("writer");
            write(story, writer);
            rename(sandbox.path("writer.log"));
            rename(sandbox.path(Configuration.LOG));

            story.signal("USR2");
            Await.until(
                    "both logs are there again",
                    () -> Files.exists(sandbox.path("writer.log")) && Files.exists(sandbox.path(Configuration.LOG)));
            write(story, writer);

            assertThat(sandbox.read("writer.log")).isEqualTo("heard\n");
            assertThat(sandbox.read("writer.log.old")).isEqualTo("heard\n");
            assertThat(sandbox.read(Configuration.LOG + ".old"))
                    .endsWith("INFO supervisord logreopen\n")
                    .contains("INFO received SIGUSR2 indicating log reopen request\n");
            story.signal("TERM");
        });
    }

    private static void write(Story story, long writer) {
        Command.of("kill", "-s", "USR1", Long.toString(writer)).run();
        Await.until(
                "the program has written",
                () -> story.sandbox().read("writer.log").equals("heard\n"));
    }

    private static void rename(Path file) {
        try {
            Files.move(file, Path.of(file + ".old"));
        } catch (IOException e) {
            throw new AssertionError("cannot rename " + file, e);
        }
    }

    @Test
    void aKilledProgramIsStartedAgain() throws IOException {
        List<String> log = assertSame(CAT, story -> {
            ProcessHandle.of(story.pidOf("cat")).ifPresent(ProcessHandle::destroyForcibly);
            story.awaitLines("entered RUNNING state", 2);
            story.signal("TERM");
        });

        assertThat(log).contains("WARN exited: cat (terminated by SIGKILL; not expected)");
    }

    @Test
    void chldFromOutsideDoesNothing() throws IOException {
        assertSame(CAT, story -> {
            story.signal("CHLD");
            story.awaitLine("received SIGCHLD indicating a child quit");
            story.signal("TERM");
        });
    }

    @Test
    void whoIgnoresTheStopSignalIsKilledAfterStopwaitsecsAndMoreSignalsChangeNothing() throws IOException {
        List<String> log = assertSame(DEAF, story -> {
            story.signal("TERM");
            story.awaitLine("waiting for deaf to die");
            story.signal("TERM");
            story.awaitLines("received SIGTERM", 2);
        });

        assertThat(log)
                .endsWith(
                        "WARN received SIGTERM indicating exit request",
                        "DEBG killing deaf (pid N) with signal SIGTERM",
                        "INFO waiting for deaf to die",
                        "WARN received SIGTERM indicating exit request",
                        "WARN killing 'deaf' (N) with SIGKILL",
                        "DEBG killing deaf (pid N) with signal SIGKILL",
                        "WARN stopped: deaf (terminated by SIGKILL)");
    }

    /** The reference looks once a second, so how often it says whom it waits for is its own. */
    @Test
    void aStartGoesFromTheLowestPriorityNumberToTheHighestAndAShutdownBack() throws IOException {
        Consumer<Story> story = told -> {
            told.awaitLines("entered RUNNING state", 4);
            told.signal("TERM");
        };
        List<String> reference = withoutWaiting(tell(Installation.DEBIAN, RANKED, story));
        List<String> ours = withoutWaiting(tell(Installation.OURS, RANKED, story));

        assertThat(ours)
                .isEqualTo(reference)
                .containsSubsequence(
                        "INFO spawned: 'first' with pid N",
                        "INFO spawned: 'second' with pid N",
                        "INFO spawned: 'deaf' with pid N",
                        "INFO spawned: 'last' with pid N")
                .endsWith(
                        "WARN received SIGTERM indicating exit request",
                        "WARN stopped: last (terminated by SIGTERM)",
                        "WARN killing 'deaf' (N) with SIGKILL",
                        "WARN stopped: deaf (terminated by SIGKILL)",
                        "WARN stopped: second (terminated by SIGTERM)",
                        "WARN stopped: first (terminated by SIGTERM)");
    }

    private static List<String> withoutWaiting(List<String> log) {
        return log.stream().filter(line -> !line.startsWith("INFO waiting for")).toList();
    }

    @Test
    void hupDuringAShutdownIsIgnored() throws IOException {
        assertSame(DEAF, story -> {
            story.signal("TERM");
            story.awaitLine("waiting for deaf to die");
            story.signal("HUP");
            story.awaitLine("ignored SIGHUP indicating restart request (shutdown in progress)");
        });
    }

    /** The reference dies of it and leaves its children behind: nothing to compare with. */
    @Test
    void usr1DoesNothing() throws IOException {
        List<String> log = tell(Installation.OURS, CAT + "[supervisord]\nloglevel=blather\n", story -> {
            story.signal("USR1");
            story.awaitLine("BLAT received SIGUSR1 indicating nothing");
            assertThat(story.daemon().rpc().state("cat")).isEqualTo("RUNNING");
            story.signal("TERM");
        });

        assertThat(log).doesNotContain("CRIT").last().isEqualTo("WARN stopped: cat (terminated by SIGTERM)");
    }
}
