package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody sets the machine's clock by a day while processes start, fail and stop: each leaves its state when it would
 * have left it anyway, and whoever listens to the clock hears of the new time. Debian's faketime sets the clock for the
 * daemon alone; the monotonic one goes on, as a machine's does.
 */
class ClockIT {
    private static final long STARTSECS = 2;
    private static final long STOPWAITSECS = 2;
    private static final long DAY = TimeUnit.DAYS.toSeconds(1);
    private static final Pattern TICK = Pattern.compile("eventname:TICK_5 .*when:(\\d+)");

    /** The clock is the daemon's only: its children are not told of it. */
    private static final String SECTIONS = Configuration.with("""
            [supervisord]
            environment=LD_PRELOAD=""
            [program:steady]
            command=/bin/cat
            startsecs=0
            [program:starting]
            command=/bin/cat
            startsecs=%d
            autostart=false
            [program:failing]
            command=/bin/false
            startretries=2
            autostart=false
            [program:deaf]
            command=/bin/sh -c "trap '' TERM; exec cat"
            startsecs=0
            stopwaitsecs=%d
            [eventlistener:clock]
            command=/usr/bin/python3 %%(here)s/listener.py %%(here)s/clock.record
            events=TICK_5
            """.formatted(STARTSECS, STOPWAITSECS));

    @ParameterizedTest(name = "{0} day")
    @ValueSource(ints = {-1, 1})
    void aDayMoreOrLessHoldsNobodyInItsStateAndMovesNobodyOn(int days) throws IOException {
        Set<Path> before = sharedMemoryOfFaketime();
        try (Sandbox sandbox = Sandbox.empty()) {
            RecordingListener.install(sandbox);
            sandbox.write("clock", "+0d\n");
            Path configuration = sandbox.write(Configuration.FILE, SECTIONS);
            try (Daemon daemon = Daemon.startBehind(
                    settableClock(sandbox.path("clock")),
                    Installation.OURS,
                    configuration,
                    sandbox.path(Configuration.SOCKET))) {
                Rpc rpc = daemon.rpc();
                rpc.awaitState("deaf", "RUNNING");
                long steady = rpc.pid("steady");
                long start = System.nanoTime();
                rpc.ask("supervisor.startProcess", "starting", false);
                rpc.ask("supervisor.startProcess", "failing", false);
                rpc.ask("supervisor.stopProcess", "deaf", false);
                rpc.awaitState("failing", "BACKOFF");

                sandbox.write("clock", "%+dd\n".formatted(days));

                rpc.awaitState("starting", "RUNNING");
                assertThat(secondsSince(start)).isGreaterThanOrEqualTo(STARTSECS);
                rpc.awaitState("deaf", "STOPPED");
                assertThat(secondsSince(start)).isGreaterThanOrEqualTo(STOPWAITSECS);
                rpc.awaitState("failing", "FATAL");
                assertThat(secondsSince(start)).isBetween(3L, 20L);
                awaitTickOf(System.currentTimeMillis() / 1000 + days * DAY, sandbox);
                assertThat(rpc.pid("steady")).isEqualTo(steady);
            }
            assertThat(sandbox.read(Configuration.LOG)).doesNotContain("unexpected failure", "exited: steady");
        } finally {
            removeAllBut(before);
        }
    }

    /** To be put before a command, whose clock follows what the file says. */
    private static List<String> settableClock(Path file) {
        String library = Command.of("faketime", "-m", "-f", "+0d", "printenv", "LD_PRELOAD")
                .run()
                .stdout()
                .strip();
        assertThat(library).as("the library of faketime").endsWith(".so.1");
        return List.of(
                "env",
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + file,
                "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1");
    }

    private static long secondsSince(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    private static void awaitTickOf(long time, Sandbox sandbox) {
        long anHour = TimeUnit.HOURS.toSeconds(1);
        Await.until("a tick tells the new time", () -> TICK.matcher(record(sandbox))
                .results()
                .anyMatch(tick -> Math.abs(Long.parseLong(tick.group(1)) - time) < anHour));
    }

    private static String record(Sandbox sandbox) {
        return Files.exists(sandbox.path("clock.record")) ? sandbox.read("clock.record") : "";
    }

    /** What a process that begins with the library in it makes for itself, and nobody removes. */
    private static Set<Path> sharedMemoryOfFaketime() {
        Set<Path> found = new HashSet<>(Proc.list(Path.of("/dev/shm")));
        found.removeIf(file -> !file.getFileName().toString().contains("faketime_"));
        return found;
    }

    private static void removeAllBut(Set<Path> others) throws IOException {
        for (Path file : sharedMemoryOfFaketime()) {
            if (!others.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
