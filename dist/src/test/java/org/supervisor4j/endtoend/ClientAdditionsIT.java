package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our supervisorctl can do beyond the original's, where it needs our daemon for it. */
class ClientAdditionsIT {
    private static Sandbox sandbox;
    private static Path configuration;
    private static Daemon daemon;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.empty();
        sandbox.write("numbers", "i=0; while [ $i -lt 3000 ]; do echo number $i; i=$((i+1)); done; exec cat\n");
        configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                [supervisorctl]
                serverurl=unix://%(here)s/supervisor.sock
                [program:numbers]
                command=/bin/sh %(here)s/numbers
                startsecs=0
                [program:failing]
                command=/bin/sh -c "sleep 1.5; exit 3"
                autorestart=false
                priority=1
                [program:oneshot]
                command=/bin/sh -c "sleep 1.5"
                autorestart=false
                priority=1
                [program:flood]
                command=/bin/sh -c "echo start; while ! test -e %(here)s/go; do sleep 0.1; done; seq -f %%020.0f 100000; echo end; exec cat"
                stdout_logfile=%(here)s/flood.log
                stdout_logfile_maxbytes=20KB
                stdout_logfile_backups=2
                [program:nodir]
                command=/bin/cat
                directory=/nonexistent
                startretries=0
                [program:nofile]
                command=/nonexistent/program
                startretries=0
                [program:twice]
                command=/bin/sh -c "test -e %(here)s/again && echo new trouble >&2 && exit 1; echo old trouble >&2; : > %(here)s/again"
                startretries=1
                [eventlistener:deaf]
                command=/bin/bash -c "echo READY; read -r line; printf 'RESULT 2\\nO'; exec sleep 1000"
                events=REMOTE_COMMUNICATION
                [program:suicide]
                command=/bin/sh -c "echo last words >&2; kill -9 $$"
                startretries=0
                """));
        daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
    }

    @AfterAll
    static void stop() throws IOException {
        daemon.close();
        sandbox.close();
    }

    private static String ctl(String... words) {
        Command.Result result = Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString())
                .and(words)
                .in(sandbox.root())
                .run();
        assertThat(result.stderr()).isEmpty();
        return result.stdout();
    }

    @Test
    void aRecipeIsASectionAndWhatWasMeasured() {
        assertThat(ctl("recipe", "nginx"))
                .startsWith("; nginx, ")
                .contains("\n[program:nginx]\ncommand=/usr/sbin/nginx -g \"daemon off;\"\nstopsignal=QUIT\n")
                .contains("\n; measured on 20", "\n;   QUIT: exit 0 in ", "\n;   port taken: exit 1 in ");
        assertThat(ctl("recipe", "/usr/sbin/php-fpm8.2")).contains("[program:php-fpm]");
        assertThat(ctl("recipe", "--list"))
                .contains("\ngunicorn ", "\npostgres ")
                .doesNotContain("index");
        assertThat(ctl("recipe", "ngin")).isEqualTo("Error: no recipe ngin; did you mean nginx?\n");
        assertThat(ctl("recipe")).startsWith("Error: recipe takes one name, or --list\n");
    }

    @Test
    void explainNamesTheStepThatFailedAndItsErrno() {
        daemon.rpc().awaitState("nodir", "FATAL");

        assertThat(ctl("explain", "nodir"))
                .startsWith("nodir: FATAL - Exited too quickly")
                .containsPattern("ended .* exit status 127 \\(couldn't chdir to /nonexistent: ENOENT\\)")
                .contains("directory= cannot be entered: it does not exist");
    }

    @Test
    void explainTellsWhyThereWasNoChild() {
        daemon.rpc().awaitState("nofile", "FATAL");

        assertThat(ctl("explain", "nofile"))
                .containsPattern("ended .* can't find command '/nonexistent/program'")
                .contains("perhaps   There is no such file.");
    }

    @Test
    void explainNamesTheSignalAndShowsStandardError() {
        daemon.rpc().awaitState("suicide", "FATAL");

        assertThat(ctl("explain", "suicide"))
                .containsPattern("ended .* after (\\d+ ms|\\d\\.\\d s): terminated by SIGKILL")
                .contains("> last words")
                .contains("dmesg");
    }

    @Test
    void explainShowsTheOutputSinceTheLastStartOnly() {
        daemon.rpc().awaitState("twice", "FATAL");

        assertThat(ctl("explain", "twice")).contains("> new trouble").doesNotContain("> old trouble");
    }

    @Test
    void aDeafListenerIsToldApartFromOneThatWorks() {
        daemon.rpc().awaitState("deaf", "RUNNING");
        daemon.rpc().sendRemoteCommEvent("t", "first");
        daemon.rpc().sendRemoteCommEvent("t", "second");
        Await.until("it has been given an event", () -> ctl("explain", "deaf")
                .contains("it has not answered REMOTE_COMMUNICATION"));

        assertThat(ctl("explain", "deaf"))
                .contains("1 event waits", "announced an answer of 2 bytes and has written 1", "printf 'RESULT 2");
        Await.until("somebody should look after it", () -> ctl("explain").contains("deaf: RUNNING"));
        assertThat(ctl("doctor")).contains("warn  event listeners deaf: deaf has not answered REMOTE_COMMUNICATION");
    }

    @Test
    void doctorOfADaemonThatHasBeenStoppedEndsAndSaysSo() {
        Command.of("kill", "-STOP", Long.toString(daemon.pid())).run();
        try {
            assertThat(ctl("doctor"))
                    .contains(
                            "BAD   no answer within 5 s",
                            "which is stopped, by a signal or a debugger",
                            " (supervisord ",
                            "-c " + configuration)
                    .doesNotContain("-XX:");
        } finally {
            Command.of("kill", "-CONT", Long.toString(daemon.pid())).run();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"explain", "explain numbers", "logs numbers", "status --json", "status --watch", "mstatus *"})
    void whatTheOriginalDoesNotHaveGivesUpOnADaemonThatHasBeenStopped(String command) {
        Command.of("kill", "-STOP", Long.toString(daemon.pid())).run();
        try {
            Command.Result result = Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString())
                    .and(command.split(" "))
                    .in(sandbox.root())
                    .run();

            assertThat(result.stdout())
                    .startsWith("error: <class 'TimeoutError'>, timed out: no answer within 10 seconds: file: ");
            assertThat(result.stderr()).startsWith("Hint: is it stopped (SIGSTOP, a debugger), or ");
            assertThat(result.exit()).isEqualTo(1);
        } finally {
            Command.of("kill", "-CONT", Long.toString(daemon.pid())).run();
        }
    }

    @Test
    void explainAndDoctorAgreeOnWhatEndedUnexpectedly() {
        daemon.rpc().awaitState("failing", "EXITED");
        daemon.rpc().awaitState("oneshot", "EXITED");

        assertThat(ctl("explain")).contains("failing: EXITED").doesNotContain("oneshot: EXITED");
        assertThat(ctl("doctor")).contains("; in trouble: failing").doesNotContain("oneshot");
    }

    @Test
    void doctorTellsAnOrdinaryUserWhoItIsAndNamesTheDaemon() throws IOException {
        Path socket = sandbox.path(Configuration.SOCKET);
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
        try {
            List<String> words = new ArrayList<>(Account.nobody());
            words.addAll(List.of(Installation.OURS.supervisorctl(), "-c", configuration.toString(), "doctor"));
            Command.Result result = Command.of(words).run();

            assertThat(result.stdout())
                    .containsPattern("BAD   this user, \\S+ \\(uid \\d+\\), may not connect to it; do it as")
                    .contains("which runs: process " + daemon.pid() + " (supervisord ")
                    .doesNotContain("-XX:");
            assertThat(result.exit()).isEqualTo(1);
        } finally {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** The last lines may have filled their file: it is the first old one then, and the log is empty. */
    private static boolean isFloodOver() {
        try {
            return sandbox.read("flood.log").endsWith("end\n")
                    || sandbox.read("flood.log.1").endsWith("end\n");
        } catch (UncheckedIOException rotating) {
            return false;
        }
    }

    /** Whoever reads more slowly than logs are rotated loses some, and learns how much. */
    @Test
    void whatIsShownAndWhatIsMissingIsAll() throws Exception {
        Path shown = sandbox.path("flooded");
        Process logs = new ProcessBuilder(
                        Installation.OURS.supervisorctl(), "-c", configuration.toString(), "logs", "-f", "flood")
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile())
                .start();
        String pid = Long.toString(logs.pid());
        try {
            Await.until("it follows", () -> sandbox.read("flooded").contains("| start\n"));
            Command.of("kill", "-STOP", pid).run();
            sandbox.write("go", "");
            Await.until("all is written", ClientAdditionsIT::isFloodOver);
            Command.of("kill", "-CONT", pid).run();
            Await.until("its end is shown", () -> sandbox.read("flooded").contains("| end\n"));
        } finally {
            Command.of("kill", "-CONT", pid).run();
            Command.of("kill", "-INT", pid).run();
        }
        assertThat(logs.waitFor(20, TimeUnit.SECONDS)).isTrue();

        long bytes = 0;
        long gaps = 0;
        for (String line : Files.readAllLines(shown)) {
            String text = line.replaceFirst("^flood \\| ", "");
            if (text.startsWith("... ")) {
                bytes += Long.parseLong(text.split(" ", 3)[1]);
                gaps++;
            } else if (text.matches("\\d+")) {
                bytes += text.length() + 1;
            }
        }
        assertThat(gaps).isPositive();
        // of a line that is cut at a gap, the line end is counted with either part
        assertThat(bytes).isBetween(2_100_000L, 2_100_000L + 2 * gaps);
    }

    @Test
    void aFollowedLogBeginsWithExactlyTheWantedLines() throws Exception {
        Path log = sandbox.path("followed");
        Await.until("all numbers are written", () -> ctl("tail", "numbers").contains("number 2999"));
        Process logs = new ProcessBuilder(
                        Installation.OURS.supervisorctl(),
                        "-c",
                        configuration.toString(),
                        "logs",
                        "-f",
                        "-n",
                        "500",
                        "numbers")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.until("the last line is shown", () -> sandbox.read("followed").contains("number 2999\n"));
            daemon.rpc().sendStdin("numbers", "added\n");
            Await.until(
                    "what was added is shown", () -> sandbox.read("followed").contains("| added\n"));
        } finally {
            Command.of("kill", "-INT", Long.toString(logs.pid())).run();
        }

        assertThat(logs.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(503).startsWith("==> Press Ctrl-C to exit <==", "numbers | number 2500");
        assertThat(lines.get(501)).isEqualTo("numbers | added");
    }

    @Test
    void doctorFindsNothingWrongWithADaemonThatAnswers() {
        assertThat(ctl("doctor"))
                .contains("ok    configuration " + configuration)
                .contains("rwx------ ")
                .contains("pid " + daemon.pid() + ", identifier supervisor, RUNNING")
                .doesNotContain("BAD");
    }
}
