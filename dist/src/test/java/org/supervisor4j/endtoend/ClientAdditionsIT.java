package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
                [program:nodir]
                command=/bin/cat
                directory=/nonexistent
                startretries=0
                [program:nofile]
                command=/nonexistent/program
                startretries=0
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
        String info = daemon.rpc().call("supervisor.getProcessInfo", "suicide");
        // Both are whole seconds: what lives for a moment may cross the turn of one.
        int lived = number(info, "stop") - number(info, "start");

        assertThat(lived).isBetween(0, 1);
        assertThat(ctl("explain", "suicide"))
                .containsPattern("ended .* after " + lived + " s: terminated by SIGKILL")
                .contains("> last words")
                .contains("dmesg");
    }

    private static int number(String struct, String member) {
        Matcher found = Pattern.compile("<name>" + member + "</name>\\s*<value><int>(\\d+)</int>")
                .matcher(struct);
        assertThat(found.find()).as("%s in %s", member, struct).isTrue();
        return Integer.parseInt(found.group(1));
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
