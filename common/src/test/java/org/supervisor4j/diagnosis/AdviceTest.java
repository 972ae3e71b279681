package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdviceTest {
    /** 2026-11-21 14:03:22 UTC. */
    private static final int NOON = 1_795_269_802;

    private static Members process(String state, String spawnerr) {
        return new Members(Map.of(
                "group",
                "web",
                "name",
                "web",
                "statename",
                state,
                "spawnerr",
                spawnerr,
                "start",
                1,
                "stop",
                0,
                "now",
                NOON + 10,
                "description",
                "d"));
    }

    private static Facts facts(String state, String spawnerr, List<PastEnd> ends, String command, String... lines) {
        return new Facts(
                process(state, spawnerr),
                Map.of("startsecs", 5, "command", command),
                new PastEnds(ends),
                new Facts.Output("/log", List.of(lines)),
                "",
                "",
                null);
    }

    private static Facts facts(String state, String spawnerr, PastEnd end, String... lines) {
        return facts(state, spawnerr, List.of(end), "/bin/web", lines);
    }

    private static String advice(Facts facts) {
        return String.join(" ", Advice.on(facts));
    }

    private static PastEnd end(String text, String failure) {
        return new PastEnd(NOON, 12, text, failure, false);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of("exit status 127", "couldn't exec /x: ENOENT", "The program is not there"),
                Arguments.of("exit status 127", "couldn't exec /x: EACCES", "may not execute it"),
                Arguments.of("exit status 127", "couldn't exec /x: ENOEXEC", "needs a first line such as #!/bin/sh"),
                Arguments.of("exit status 127", "couldn't exec /x: EAGAIN", "ulimit -u"),
                Arguments.of("exit status 127", "couldn't chdir to /d: ENOENT", "it does not exist"),
                Arguments.of(
                        "exit status 127",
                        "couldn't setuid to 33: Can't drop privilege as nonroot user: EPERM",
                        "if supervisord runs as root"),
                Arguments.of(
                        "exit status 127",
                        "couldn't setuid to 33: Could not set groups of effective user: EPERM",
                        "the capability CAP_SETGID"),
                Arguments.of(
                        "exit status 127",
                        "couldn't setuid to 33: Could not set user id of effective user: EPERM",
                        "the capability CAP_SETUID"),
                Arguments.of(
                        "exit status 127",
                        "couldn't setuid to 33: Could not set group id of effective user: EINVAL",
                        "user namespace"),
                Arguments.of("exit status 127", "", "A shell ends so"),
                Arguments.of("exit status 0", "", "goes into the background"),
                Arguments.of("exit status 3", "", "The program itself decided"),
                Arguments.of("terminated by SIGKILL", "", "for want of memory"),
                Arguments.of("terminated by SIGSEGV (core dumped)", "", "It crashed"),
                Arguments.of("terminated by SIGTERM", "", "Somebody sent it SIGTERM"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("ends")
    void theLastEndLeadsToAReason(String text, String failure, String expected) {
        String advice = String.join(" ", Advice.on(facts("FATAL", "Exited too quickly", end(text, failure))));

        assertThat(advice).contains(expected);
    }

    static Stream<Arguments> spawnErrors() {
        return Stream.of(
                Arguments.of("can't find command 'x'", "PATH"),
                Arguments.of("can't find command '/opt/x'", "Look at the path"),
                Arguments.of("can't find command \"/bin/sh -c 'x'\"", "Quotes in command= make one word"),
                Arguments.of("command at '/x' is not executable", "chmod +x"),
                Arguments.of("command at '/srv' is a directory", "a folder"),
                Arguments.of("can't parse command 'x \"y': No closing quotation", "no counterpart"),
                Arguments.of("unknown error making dispatchers for 'web': EACCES", "stdout_logfile="),
                Arguments.of("unknown error making dispatchers for 'web': ELOOP", "link of another user's"),
                Arguments.of("too many open files to spawn 'web'", "minfds="),
                Arguments.of("too many open files to spawn 'web'", "counts as no failed start"),
                Arguments.of("unknown error making dispatchers for 'web': ENFILE", "fs.file-max"),
                Arguments.of("Too many processes in process table to spawn 'web'", "ulimit -u"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spawnErrors")
    void aSpawnErrorLeadsToAReason(String spawnerr, String expected) {
        assertThat(String.join(" ", Advice.on(facts("BACKOFF", spawnerr, end(spawnerr, "")))))
                .contains(expected);
    }

    @Test
    void whereTheDaemonTellsNoFailureTheChildsOwnWordsDo() {
        Facts facts = facts(
                "FATAL",
                "Exited too quickly",
                end("exit status 127", ""),
                "supervisor: couldn't exec /x: EACCES",
                "supervisor: child process was not spawned");

        assertThat(facts.lastFailure()).isEqualTo("couldn't exec /x: EACCES");
        assertThat(Advice.on(facts)).singleElement().asString().contains("may not execute it");
    }

    @Test
    void whatStandardErrorSaysLeadsToAReasonToo() {
        Facts facts = facts("FATAL", "", end("exit status 1", ""), "OSError: [Errno 98] Address already in use");

        assertThat(String.join(" ", Advice.on(facts))).contains("ss -ltnp");
    }

    @Test
    void aLifeShorterThanStartsecsIsNamed() {
        PastEnd end = new PastEnd(NOON, 2_000, "exit status 0", "", false);

        assertThat(advice(facts("FATAL", "", end))).contains("startsecs=5 seconds; the last run took 2.0 s");
    }

    @Test
    void startsecsIsNoMatterOfAProgramThatFailed() {
        assertThat(advice(facts("FATAL", "", end("exit status 3", "")))).doesNotContain("startsecs");
    }

    @Test
    void anEndWithSuccessSoonAfterTheStartMayBeThatOfADaemon() {
        assertThat(advice(facts("EXITED", "", end("exit status 0", ""))))
                .contains("goes into the background", "all is well");
        assertThat(advice(facts("EXITED", "", new PastEnd(NOON, 10_000, "exit status 0", "", false))))
                .as("work of ten seconds")
                .isEmpty();
    }

    @Test
    void whatComesAndGoesGetsAdviceWhileItIsUp() {
        PastEnd end = end("exit status 1", "");
        Facts flapping = facts(
                "RUNNING",
                "",
                List.of(end, end, end),
                "gunicorn app",
                "[ERROR] Connection in use: ('127.0.0.1', 8000)");

        assertThat(advice(flapping)).contains("Another process has the port");
        assertThat(Meaning.of(flapping)).contains("it ended 3 times within the last minute");
        assertThat(Meaning.of(facts("RUNNING", "", Collections.nCopies(PastEnds.MOST, end), "x")))
                .as("what was before is forgotten")
                .contains("it ended at least 10 times within the last minute");
        assertThat(advice(facts("RUNNING", "", List.of(end, end), "x", "address already in use")))
                .as("twice may be chance")
                .isEmpty();
    }

    @Test
    void endsOnRequestAreNoFlapping() {
        PastEnd asked = new PastEnd(NOON, 12, "terminated by SIGTERM", "", true);

        assertThat(advice(facts("RUNNING", "", List.of(asked, asked, asked, asked), "x")))
                .isEmpty();
    }

    @Test
    void whoHasThePortIsNamedWhereItIsKnown() {
        Facts facts = new Facts(
                process("FATAL", ""),
                Map.of(),
                new PastEnds(List.of(end("exit status 1", ""))),
                new Facts.Output("/log", List.of("bind: Address already in use")),
                "",
                "port 80 is held by process 7 (nginx)",
                null);

        assertThat(advice(facts)).contains("Now: port 80 is held by process 7 (nginx)");
    }

    @Test
    void wordsForAShellExplainWhatFollows() {
        Facts facts = facts(
                "FATAL", "can't find command 'cd'", List.of(end("can't find command 'cd'", "")), "cd /srv && ./run");

        assertThat(Advice.on(facts))
                .singleElement()
                .asString()
                .contains("supervisord starts no shell, so cd && in command=", "sh -c");
    }

    @Test
    void aListenerWithoutPythonsModuleIsToldWhatItLacks() {
        assertThat(advice(facts(
                        "FATAL", "", end("exit status 1", ""), "ModuleNotFoundError: No module named 'supervisor'")))
                .contains("childutils");
        assertThat(advice(facts("FATAL", "", end("exit status 1", ""), "No module named 'supervisorx'")))
                .doesNotContain("childutils");
    }

    @Test
    void aDeafListenerIsToldWhatARightAnswerLooksLike() {
        Facts facts = new Facts(
                process("RUNNING", ""),
                Map.of(),
                new PastEnds(List.of()),
                Facts.Output.NONE,
                "",
                "",
                new PoolReport(
                        "web",
                        2,
                        2,
                        9,
                        3,
                        List.of(new ListenerReport("web", "RUNNING", "BUSY", 12, "TICK_5", 2, 1, ""))));

        assertThat(advice(facts)).contains("announced an answer of 2 bytes and has written 1", "printf 'RESULT 2");
    }

    @Test
    void whatRunsNeedsNoAdvice() {
        assertThat(Advice.on(facts("RUNNING", "", end("exit status 1", "")))).isEmpty();
    }

    @Test
    void endsAreFoundInTheOriginalsLog() {
        String log = """
                2026-11-21 14:00:00,123 INFO spawned: 'web' with pid 1
                2026-11-21 14:00:01,123 WARN exited: web (exit status 3; not expected)
                2026-11-21 14:00:01,123 WARN exited: web2 (exit status 4; not expected)
                2026-11-21 14:00:02,123 WARN exited: web (terminated by SIGSEGV (core dumped); not expected)
                2026-11-21 14:00:03,123 WARN stopped: web (terminated by SIGTERM)
                """;

        assertThat(PastEnd.inLog(log, "web"))
                .extracting(PastEnd::clock, PastEnd::how, PastEnd::wasAsked)
                .containsExactly(
                        tuple("14:00:01", "exit status 3", false),
                        tuple("14:00:02", "terminated by SIGSEGV (core dumped)", false),
                        tuple("14:00:03", "terminated by SIGTERM", true));
    }

    @Test
    void whatIsKnownOfAProgramIsToldWithItsRecipe() {
        Facts background = facts("EXITED", "", List.of(end("exit status 0", "")), "/usr/sbin/nginx");
        Facts broken = facts("FATAL", "", List.of(end("exit status 1", "")), "/usr/sbin/nginx");

        assertThat(advice(background)).contains("daemon off", "\"supervisorctl recipe nginx\"");
        assertThat(advice(broken)).doesNotContain("daemon off");
        assertThat(advice(facts("FATAL", "", List.of(end("exit status 0", "")), "/srv/nginx-like")))
                .doesNotContain("recipe");
    }
}
