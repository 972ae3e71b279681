package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * What one program runs into is no other program's trouble: while a log takes nothing, or the kernel refuses
 * descriptors or processes, the deaths of others are dealt with within a tenth of a second; and when the trouble is
 * over, all goes on by itself.
 */
class BlockagesIT {
    private static final long LIMIT_MILLIS = 100;
    private static final int WITNESSES = 9;

    /** Each is there to be killed, once. */
    private static final String WITNESSES_SECTION = """
            [program:witness]
            command=/bin/sleep 3600
            process_name=witness%%(process_num)d
            numprocs=%d
            startsecs=0
            autorestart=false
            stdout_logfile=NONE
            stderr_logfile=NONE
            """.formatted(WITNESSES);

    /** Becomes the daemon in a mount namespace of its own, where {@code small/} holds 64 KiB. */
    private static final String SMALL_DISK =
            "mount -t tmpfs -o size=64k none small && head -c 60000 /dev/zero >small/ballast && exec \"$@\"";

    @Test
    void aFullDiskHoldsUpNobodyAndIsWrittenAgainWhenThereIsRoom() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.mkdirs("small");
            write(sandbox, """
                    [program:filler]
                    command=/bin/sh -c "while :; do head -c 400 /dev/zero; sleep 0.02; done"
                    stdout_logfile=%(here)s/small/log
                    stdout_logfile_maxbytes=0
                    startsecs=0
                    stopasgroup=true
                    """);
            List<String> behind = new ArrayList<>(List.of("unshare"));
            if (!Account.isRoot()) {
                behind.addAll(List.of("--user", "--map-root-user"));
            }
            behind.addAll(List.of("--mount", "sh", "-c", SMALL_DISK, "sh"));
            try (Daemon daemon = Daemon.startBehind(behind, Installation.OURS, conf(sandbox), socket(sandbox))) {
                Path disk = Proc.of(daemon.pid(), "root" + sandbox.path("small"));
                awaitLine(sandbox, "ERRO cannot write " + sandbox.path("small/log") + ": ENOSPC");

                assertOthersAreLookedAfter(daemon, sandbox);

                Files.delete(disk.resolve("ballast"));
                Await.until("the log grows beyond what the ballast left", () -> size(disk.resolve("log")) > 8_192);
                assertThat(daemon.rpc().ask("supervisor.stopProcess", "filler")).contains("<boolean>1</boolean>");
                awaitLine(sandbox, "WARN " + sandbox.path("small/log") + " was closed; ");
            }
        }
    }

    @Test
    void aFifoThatNobodyReadsHoldsUpItsOwnProgramOnly() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Path fifo = sandbox.path("fifo");
            assertThat(Command.of("mkfifo", fifo.toString()).run().exit()).isZero();
            write(sandbox, """
                    [program:talker]
                    command=/bin/sh -c "while echo some line; do :; done"
                    stdout_logfile=%(here)s/fifo
                    stdout_logfile_maxbytes=0
                    startretries=100
                    startsecs=0
                    """);
            try (Daemon daemon = Daemon.start(Installation.OURS, conf(sandbox), socket(sandbox))) {
                awaitLine(sandbox, "INFO spawnerr: unknown error making dispatchers for 'talker': ENXIO");

                // From here on somebody has it open, but reads nothing.
                try (var reader = new RandomAccessFile(fifo.toFile(), "rw")) {
                    daemon.rpc().awaitState("talker", "RUNNING");
                    long talker = daemon.rpc().pid("talker");
                    Await.until("the talker waits for its log", () -> Proc.read(Proc.of(talker, "wchan"))
                            .contains("pipe_write"));

                    assertOthersAreLookedAfter(daemon, sandbox);

                    byte[] more = new byte[1 << 20];
                    reader.readFully(more);
                    assertThat(new String(more, StandardCharsets.US_ASCII).substring(0, 20))
                            .isEqualTo("some line\nsome line\n");
                    assertThat(daemon.rpc().pid("talker")).isEqualTo(talker);
                }
            }
        }
    }

    @Test
    void withoutDescriptorsAStartFailsAndIsTriedAgain() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            write(sandbox, VICTIM.replace("startretries=100", "startretries=0"));
            try (Daemon daemon = Daemon.start(Installation.OURS, conf(sandbox), socket(sandbox))) {
                assertRefusalIsOvercome(
                        List.of(),
                        daemon,
                        sandbox,
                        "--nofile=3:",
                        "--nofile=1024:",
                        "WARN victim is tried again each second until there are descriptors for it");
                assertThat(sandbox.read(Configuration.LOG))
                        .containsOnlyOnce("INFO spawnerr: too many open files to spawn 'victim'")
                        .doesNotContain("FATAL");
            }
        }
    }

    @Test
    void withoutProcessesAStartFailsAndIsTriedAgain() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            assertThat(Command.of("chmod", "777", sandbox.root().toString())
                            .run()
                            .exit())
                    .isZero();
            write(sandbox, VICTIM);
            try (Daemon daemon = Daemon.startAsNobody(Installation.OURS, conf(sandbox), socket(sandbox))) {
                assertRefusalIsOvercome(
                        Account.nobody(),
                        daemon,
                        sandbox,
                        "--nproc=1:",
                        "--nproc=4096:",
                        "INFO spawnerr: Too many processes in process table to spawn 'victim'");
            }
        }
    }

    /** Has to be started anew when it is killed. */
    private static final String VICTIM = """
            [program:victim]
            command=/bin/sleep 3600
            startsecs=0
            startretries=100
            stdout_logfile=NONE
            stderr_logfile=NONE
            """;

    private static void assertRefusalIsOvercome(
            List<String> user, Daemon daemon, Sandbox sandbox, String lowered, String raised, String spawnerr) {
        daemon.rpc().awaitState("victim", "RUNNING");
        List<Long> witnesses = witnesses(daemon);
        long victim = daemon.rpc().pid("victim");
        prlimit(user, daemon, lowered);

        kill(victim);
        awaitLine(sandbox, spawnerr);
        // Nobody can be asked on a new connection now: the log tells.
        assertDeathsAreDealtWith(sandbox, witnesses);

        prlimit(user, daemon, raised);
        Await.until(
                "the victim runs again",
                () -> daemon.rpc().answers() && daemon.rpc().state("victim").equals("RUNNING"));
    }

    /** As its own user: root may lack the right in a container. */
    private static void prlimit(List<String> user, Daemon daemon, String limit) {
        Command.Result set = Command.of(user)
                .and("prlimit", "--pid", Long.toString(daemon.pid()), limit)
                .run();
        assertThat(set.exit()).as("prlimit: %s", set).isZero();
    }

    private static void assertOthersAreLookedAfter(Daemon daemon, Sandbox sandbox) {
        assertDeathsAreDealtWith(sandbox, witnesses(daemon));
    }

    private static List<Long> witnesses(Daemon daemon) {
        List<Long> pids = new ArrayList<>();
        for (int number = 0; number < WITNESSES; number++) {
            pids.add(daemon.rpc().pid("witness" + number));
        }
        assertThat(pids).doesNotContain(0L);
        return pids;
    }

    /** The middle one of several, since the machine may have something else to do at times. */
    private static void assertDeathsAreDealtWith(Sandbox sandbox, List<Long> witnesses) {
        List<Long> millis = new ArrayList<>();
        for (int number = 0; number < WITNESSES; number++) {
            String line = "WARN exited: witness" + number + " (terminated by SIGKILL; not expected)";
            long start = System.nanoTime();
            kill(witnesses.get(number));
            while (!sandbox.read(Configuration.LOG).contains(line)
                    && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        System.out.println("blockages: milliseconds from a death to its line in the log: " + millis);
        assertThat(millis.stream().sorted().toList().get(WITNESSES / 2)).isLessThan(LIMIT_MILLIS);
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly)).hasValue(true);
    }

    private static void write(Sandbox sandbox, String sections) {
        sandbox.write(Configuration.FILE, Configuration.with(WITNESSES_SECTION + sections));
    }

    private static Path conf(Sandbox sandbox) {
        return sandbox.path(Configuration.FILE);
    }

    private static Path socket(Sandbox sandbox) {
        return sandbox.path(Configuration.SOCKET);
    }

    private static void awaitLine(Sandbox sandbox, String text) {
        Await.until(
                "the log says: " + text, () -> sandbox.read(Configuration.LOG).contains(text));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
