package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start says of the programs that a killed supervisord has left behind. */
class KilledDaemonIT {
    private static final String SECTIONS = """
            [supervisord]
            loglevel=debug
            [program:silent]
            command=/bin/sleep 1000
            [program:workers]
            command=/bin/sleep 1000
            process_name=%(program_name)s_%(process_num)d
            numprocs=2
            [program:reader]
            command=/bin/cat
            [program:stopped]
            command=/bin/sleep 1000
            [program:restarted]
            command=/bin/sleep 1000
            """;

    private static final List<String> RUNNING =
            List.of("silent", "workers:workers_0", "workers:workers_1", "reader", "restarted");

    private Sandbox sandbox;
    private Path configuration;
    private final List<Daemon> daemons = new ArrayList<>();

    @BeforeEach
    void configure() throws IOException {
        sandbox = Sandbox.empty();
        configuration = sandbox.write(Configuration.FILE, Configuration.with(SECTIONS));
    }

    @AfterEach
    void endAll() throws IOException {
        for (Daemon daemon : daemons) {
            daemon.close();
        }
        sandbox.close();
    }

    private Daemon start() throws IOException {
        Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
        // What was killed first is closed last, with what it has left.
        daemons.add(0, daemon);
        RUNNING.forEach(program -> daemon.rpc().awaitState(program, "RUNNING"));
        return daemon;
    }

    private static List<Long> pids(Daemon daemon, String... programs) {
        List<Long> pids = new ArrayList<>();
        for (String program : programs) {
            pids.add(daemon.rpc().pid(program));
        }
        return pids;
    }

    private static List<String> warnings(Daemon daemon) {
        return daemon.output()
                .lines()
                .filter(line -> line.contains(" still runs as pid "))
                .toList();
    }

    private boolean hasStateFile() {
        return Files.exists(sandbox.path(Configuration.PID_FILE + ".state"));
    }

    @Test
    void eachThatStillRunsIsNamedWithItsPidUntilItHasEnded() throws Exception {
        Daemon killed = start();
        killed.rpc().call("supervisor.stopProcess", "stopped");
        killed.rpc().call("supervisor.stopProcess", "restarted");
        killed.rpc().call("supervisor.startProcess", "restarted");
        List<Long> left = pids(killed, "silent", "workers_0", "workers_1", "restarted");
        long reader = killed.rpc().pid("reader");
        killed.kill();
        Await.until(
                "the one that reads to the end has ended",
                () -> !Files.exists(Proc.of(reader, "")) || Proc.isZombie(reader));

        Daemon next = start();

        assertThat(warnings(next))
                .extracting(line -> line.replaceFirst("^.*? WARN ", ""))
                .extracting(line -> line.replaceFirst("\\): .*", ")"))
                .containsExactlyInAnyOrder(
                        "silent still runs as pid %d (/bin/sleep)".formatted(left.get(0)),
                        "workers:workers_0 still runs as pid %d (/bin/sleep)".formatted(left.get(1)),
                        "workers:workers_1 still runs as pid %d (/bin/sleep)".formatted(left.get(2)),
                        "restarted still runs as pid %d (/bin/sleep)".formatted(left.get(3)));
        assertThat(pids(next, "silent", "workers_0", "workers_1", "restarted")).doesNotContainAnyElementsOf(left);
        left.forEach(pid -> assertThat(ProcessHandle.of(pid)).as("pid %d", pid).isPresent());

        daemons.remove(next);
        next.close();
        assertThat(hasStateFile()).isTrue();
        daemons.remove(killed);
        killed.close();
        Await.until("they are gone", () -> left.stream()
                .noneMatch(pid -> Files.exists(Proc.of(pid, "")) && !Proc.isZombie(pid)));
        Daemon last = start();

        assertThat(warnings(last)).isEmpty();
    }

    @Test
    void anOrdinaryEndAndARestartLeaveNothingAndSayNothing() throws Exception {
        Daemon first = start();
        assertThat(hasStateFile()).isTrue();
        first.rpc().call("supervisor.restart");
        Await.until("it lives anew", () -> first.output().split("supervisord started with pid ", -1).length == 3);
        RUNNING.forEach(program -> first.rpc().awaitState(program, "RUNNING"));
        assertThat(hasStateFile()).isTrue();
        daemons.remove(first);
        String said = first.output();
        first.close();

        assertThat(hasStateFile()).isFalse();
        assertThat(said).doesNotContain(" still runs as pid ").doesNotContain("state file");
        assertThat(warnings(start())).isEmpty();
    }
}
