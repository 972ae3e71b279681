package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many programs, again and again: nothing piles up in the daemon. */
class ScaleIT {
    private static final int PROGRAMS = 500;
    private static final int RELOADS = Integer.getInteger("supervisor4j.reloads", 20);

    /** By then caches are filled and code is compiled. */
    private static final int RELOADS_TO_SETTLE = 10;

    /** The heap breathes; what each reload forgot to let go of would soon be more than this. */
    private static final long MEMORY_MARGIN_KIB = 16 * 1024;

    private static final String CONFIGURATION = Configuration.with("""
            [supervisord]
            minfds=4096
            [program:sleep]
            command=/bin/sleep 3600
            process_name=sleep%(process_num)03d
            numprocs=500
            startsecs=0
            autorestart=true
            stdout_logfile=NONE
            stderr_logfile=NONE
            """);

    @Test
    @Timeout(900)
    void fiveHundredProgramsComeAndGoAndLeaveNothing() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(Configuration.FILE, CONFIGURATION);
            Set<Long> everyPid = new HashSet<>();
            try (Daemon daemon = start(sandbox)) {
                awaitAllNew(daemon, everyPid);
                killAll(daemon);
                awaitAllNew(daemon, everyPid);
                Usage first = Usage.settledOf(daemon.pid());
                assertThat(first.children()).isEqualTo("500 alive, 0 zombies");

                killAll(daemon);
                awaitAllNew(daemon, everyPid);
                assertSettles(daemon, first, "after all were killed");

                daemon.rpc().call("supervisor.stopAllProcesses");
                assertThat(Usage.of(daemon.pid()).children()).isEqualTo("0 alive, 0 zombies");
                daemon.rpc().call("supervisor.startAllProcesses");
                awaitAllNew(daemon, everyPid);
                assertSettles(daemon, first, "after a stop and a start");

                assertReloadsLeaveNothing(daemon, everyPid, first);
                assertThat(sandbox.read(Configuration.PID_FILE)).isEqualTo(daemon.pid() + "\n");
            }
            assertThat(Files.exists(sandbox.path(Configuration.SOCKET))).isFalse();
            assertThat(Files.exists(sandbox.path(Configuration.PID_FILE))).isFalse();
            assertThat(sandbox.read(Configuration.LOG)).doesNotContain("unexpected failure", "reaped unknown");
        }
    }

    private static void assertReloadsLeaveNothing(Daemon daemon, Set<Long> everyPid, Usage first) {
        long settled = 0;
        for (int reload = 1; reload <= RELOADS; reload++) {
            daemon.signal("HUP");
            awaitAllNew(daemon, everyPid);
            assertSettles(daemon, first, "after reload " + reload);
            settled = reload == RELOADS_TO_SETTLE ? Proc.residentKib(daemon.pid()) : settled;
        }
        long last = Proc.residentKib(daemon.pid());
        System.out.printf(
                "reloads: %d KiB resident after %d, %d after %d%n", settled, RELOADS_TO_SETTLE, last, RELOADS);
        assertThat(last).as("KiB resident after all reloads").isLessThan(settled + MEMORY_MARGIN_KIB);
    }

    private static Daemon start(Sandbox sandbox) throws IOException {
        return Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }

    /** Waits until all run whose pids were never seen before. */
    private static void awaitAllNew(Daemon daemon, Set<Long> everyPid) {
        Await.until("all programs run with new pids", () -> {
            if (!daemon.rpc().answers()) {
                return false;
            }
            Map<String, Rpc.Info> all = daemon.rpc().processes();
            boolean allNew = all.size() == PROGRAMS
                    && all.values().stream()
                            .allMatch(info -> info.state().equals("RUNNING") && !everyPid.contains(info.pid()));
            if (allNew) {
                // Only those of the last time: numbers come round again.
                everyPid.clear();
                all.values().forEach(info -> everyPid.add(info.pid()));
            }
            return allNew;
        });
    }

    /** Connections on which we have just asked, and children just reaped, may take a moment. */
    private static void assertSettles(Daemon daemon, Usage expected, String when) {
        Usage[] last = new Usage[1];
        try {
            Await.until(when + " all is as before", () -> {
                last[0] = Usage.of(daemon.pid());
                return last[0].equals(expected);
            });
        } catch (AssertionError inVain) {
            assertThat(last[0]).as(when).isEqualTo(expected);
            throw inVain;
        }
    }

    private static void killAll(Daemon daemon) {
        daemon.rpc().processes().values().forEach(info -> ProcessHandle.of(info.pid())
                .ifPresent(ProcessHandle::destroyForcibly));
    }
}
