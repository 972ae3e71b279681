package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.supervisor4j.ctl.session.Struct;

class AdviceTest {
    private static Facts facts(String state, String spawnerr, PastEnd end, String... errorLines) {
        Struct process = new Struct(Map.of(
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
                "description",
                "d"));
        return new Facts(process, Map.of("startsecs", 5), List.of(end), "/log", List.of(errorLines));
    }

    private static PastEnd end(String text, String failure) {
        return new PastEnd("2026-11-21 14:03:22", 0, text, failure);
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
                Arguments.of("command at '/x' is not executable", "chmod +x"),
                Arguments.of("unknown error making dispatchers for 'web': EACCES", "stdout_logfile="),
                Arguments.of("too many open files to spawn 'web'", "minfds="),
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
        PastEnd end = new PastEnd("2026-11-21 14:03:22", 2, "exit status 0", "");

        assertThat(String.join(" ", Advice.on(facts("FATAL", "", end))))
                .contains("startsecs=5 seconds; the last run took 2");
    }

    @Test
    void whatRunsNeedsNoAdvice() {
        assertThat(Advice.on(facts("RUNNING", "", end("exit status 1", "")))).isEmpty();
    }

    @Test
    void theExplanationIsReadableAtAGlance() {
        Facts facts = facts("FATAL", "Exited too quickly", end("terminated by SIGSEGV", ""), "boom");

        assertThat(Explanation.of(facts))
                .containsExactly(
                        "web: FATAL - Exited too quickly",
                        "  state     supervisord gave up; \"start web\" tries again",
                        "  ended     2026-11-21 14:03:22  after 0 s: terminated by SIGSEGV",
                        "  output    the end of /log:",
                        "            > boom",
                        "  perhaps   It crashed: a mistake in the program or in a library of its.");
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
                .extracting(PastEnd::toString)
                .containsExactly(
                        "2026-11-21 14:00:01  exit status 3",
                        "2026-11-21 14:00:02  terminated by SIGSEGV (core dumped)",
                        "2026-11-21 14:00:03  terminated by SIGTERM");
    }
}
