package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Starts by themselves under other policies than the original's, as users see them. */
class RestartPolicyIT {
    private static Sandbox sandbox;
    private static Path configuration;
    private static Daemon daemon;

    @BeforeAll
    static void start() throws IOException {
        sandbox = Sandbox.empty();
        configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                [supervisorctl]
                serverurl=unix://%(here)s/supervisor.sock
                [program:paused]
                command=/bin/false
                startsecs=0
                restartpause=1h
                restart_limit=5/60
                [program:restless]
                command=/bin/false
                startsecs=0
                restartpause=100ms
                restart_limit=3/60
                fatal_retry_secs=300
                [program:wrong]
                command=/bin/sh -c "exit 78"
                startretries_infinite=true
                no_restart_on=78
                [program:one]
                command=/bin/sh -c "test -e %(here)s/lost && exit 1; exec cat"
                startsecs=0
                autorestart=true
                [program:two]
                command=/bin/sh -c "test -e %(here)s/lost && exit 1; exec cat"
                startsecs=0
                autorestart=true
                [group:both]
                programs=one,two
                restart_budget=1/1h
                """));
        daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
    }

    @AfterAll
    static void stop() throws IOException {
        daemon.close();
        sandbox.close();
    }

    private static Command.Result ctl(String... words) {
        return Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString())
                .and(words)
                .in(sandbox.root())
                .run();
    }

    /** A member of what the daemon tells of its starts by itself. */
    private static String restart(String member, String name) {
        Matcher found = Pattern.compile("<name>" + member + "</name>\\s*<value>(?:<\\w+>)?([^<]*)<")
                .matcher(daemon.rpc().call("supervisor4j.getRestartState", name));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void whatWaitsForItsNextStartSaysWhenThatIsAndCanBeKeptDown() {
        daemon.rpc().awaitState("paused", "EXITED");

        assertThat(restart("waitsfor", "paused")).isEqualTo("TIME");
        assertThat(Integer.parseInt(restart("milliseconds", "paused"))).isBetween(3_000_000, 3_600_000);
        assertThat(ctl("explain", "paused").stdout())
                .contains("it ended by itself, and is going to be started again; \"stop paused\" keeps it down")
                .containsPattern("  next      tries again in (?:0:5\\d:\\d\\d|1:00:00) \\(1st of 5 in 60 s\\)");
        assertThat(ctl("status", "--json", "paused").stdout())
                .containsPattern("\"next_start\": \\d{10}, ")
                .contains("\"restarts\": 0, ");
        assertThat(ctl("stop", "paused").stdout()).isEqualTo("paused: stopped\n");
        assertThat(restart("waitsfor", "paused")).isEqualTo("NOTHING");
        assertThat(ctl("stop", "paused").stdout()).isEqualTo("paused: ERROR (not running)\n");
        assertThat(ctl("status", "paused").stdout()).contains("EXITED");
    }

    @Test
    void whatComesBackTooOftenIsFatalUntilItsTimeComes() {
        daemon.rpc().awaitState("restless", "FATAL");

        assertThat(ctl("status", "restless").stdout()).contains("restarted 3 times in 60 seconds");
        assertThat(Integer.parseInt(restart("milliseconds", "restless"))).isBetween(200_000, 300_000);
        assertThat(ctl("explain", "restless").stdout())
                .contains("supervisord gave up, and tries again by itself; \"start restless\" does so at once");
    }

    @Test
    void aStartThatMustNotBeRepeatedIsNot() {
        daemon.rpc().awaitState("wrong", "FATAL");

        assertThat(ctl("status", "wrong").stdout()).contains("exit status 78 is one of no_restart_on");
        assertThat(restart("restarts", "wrong")).isEqualTo("0");
    }

    @Test
    void aGroupsBudgetMakesTheSecondWait() {
        daemon.rpc().awaitState("both:one", "RUNNING");
        daemon.rpc().awaitState("both:two", "RUNNING");
        Map<String, Long> before =
                Map.of("one", daemon.rpc().pid("one"), "two", daemon.rpc().pid("two"));
        ctl("signal", "KILL", "both:*");
        // Whoever has ended first has the first turn.
        String[] back = {""};
        Await.until("one of them is back", () -> {
            for (String name : List.of("one", "two")) {
                long now = daemon.rpc().pid(name);
                back[0] = now != 0 && now != before.getOrDefault(name, 0L) ? name : back[0];
            }
            return !back[0].isEmpty();
        });
        String other = "both:" + (back[0].equals("one") ? "two" : "one");
        daemon.rpc().awaitState(other, "EXITED");

        assertThat(restart("waitsfor", other)).isEqualTo("BUDGET");
        assertThat(ctl("explain", other).stdout())
                .contains("waits for its turn, as restart_budget=1/3600 of its group allows no more now; tries again");
        assertThat(ctl("start", other).stdout()).isEqualTo(other + ": started\n");
    }

    @Test
    void aDaemonRefusesWhatCannotBe() {
        Path bad = sandbox.write(
                "bad.conf", Configuration.with("[program:x]\ncommand=/bin/cat\nrestartpause=1\nbackoff=linear\n"));
        Command.Result checked = Command.of(Installation.OURS.supervisord(), "--check", "-c", bad.toString())
                .in(sandbox.root())
                .run();

        assertThat(checked.exit()).isEqualTo(2);
        assertThat(checked.stdout()).contains("bad.conf:", "restartpause and backoff exclude each other");
    }
}
