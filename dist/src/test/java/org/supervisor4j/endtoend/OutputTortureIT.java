package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Fifty programs write as fast as they can, while their logs are rotated, reopened, cleared and followed, and they
 * themselves are killed. Every byte that was written is in the files, once and in order; only a clear takes some.
 *
 * <p>How much is written: {@code -Dsupervisor4j.torture.megabytes=10240}; a short run by default.
 */
class OutputTortureIT {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long TOTAL = Long.getLong("supervisor4j.torture.megabytes", 400) * MEGABYTE;
    private static final long ROUND = 400 * MEGABYTE;

    private static final int PROGRAMS = 50;
    private static final int CLEARED = 5;
    private static final int FOLLOWED = 3;
    private static final int BACKUPS = 150;
    private static final int SHORTEST_BLOCK = 64;
    private static final int BLOCK_STEP = 1999;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Random random = new Random(5);
    private final Map<Long, Long> exactByPid = new HashMap<>();
    private final int[] clears = new int[PROGRAMS];
    private int kills;
    private int reopens;
    private long checked;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void everyByteIsInTheFilesOnceAndInOrder() throws Exception {
        try (Sandbox sandbox = Sandbox.empty()) {
            NumberedWriter.install(sandbox);
            sandbox.mkdirs("logs");
            sandbox.write(Configuration.FILE, Configuration.with("[supervisord]\nminfds=2048\n" + programs(sandbox)));
            Path socket = sandbox.path(Configuration.SOCKET);
            try (Daemon daemon = Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), socket)) {
                while (checked < TOTAL) {
                    playRound(sandbox, daemon);
                    checkAndDelete(sandbox);
                }
            }
            assertThat(sandbox.read(Configuration.LOG)).doesNotContain(" CRIT unexpected", "cannot write", "lost");
        }
        System.out.printf(
                "output torture: %d MB checked, %d kills (%d with a known number of bytes), %d reopens, %d clears%n",
                checked / MEGABYTE,
                kills,
                exactByPid.size(),
                reopens,
                Arrays.stream(clears).sum());
        assertThat(exactByPid).isNotEmpty();
    }

    private static String name(int program) {
        return "p%02d".formatted(program);
    }

    private static int blockSize(int program) {
        return SHORTEST_BLOCK + program * BLOCK_STEP % 65_000;
    }

    private static String programs(Sandbox sandbox) {
        var text = new StringBuilder();
        for (int i = 0; i < PROGRAMS; i++) {
            String command = NumberedWriter.command(sandbox, blockSize(i), "counts/" + name(i));
            text.append("""
                    [program:%s]
                    command=%s
                    autostart=false
                    autorestart=true
                    startsecs=0
                    stopsignal=KILL
                    stdout_logfile=%%(here)s/logs/%s.log
                    stdout_logfile_maxbytes=%d
                    stdout_logfile_backups=%d
                    stderr_logfile=NONE
                    """.formatted(name(i), command, name(i), 300_000 + 20_000 * i, BACKUPS));
        }
        return text.toString();
    }

    private void playRound(Sandbox sandbox, Daemon daemon) throws IOException {
        daemon.rpc().call("supervisor.startAllProcesses");
        List<LogFollower> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWED; i++) {
            followers.add(LogFollower.start(sandbox.path(Configuration.SOCKET), name(random.nextInt(PROGRAMS))));
        }
        for (int turn = 0; sizeOf(sandbox.path("logs")) < Math.min(ROUND, TOTAL); turn++) {
            kill(daemon, turn % 2 == 0);
            if (turn % 3 == 0) {
                daemon.signal("USR2");
                reopens++;
            }
            if (turn % 4 == 0) {
                int program = random.nextInt(CLEARED);
                daemon.rpc().call("supervisor.clearProcessLogs", name(program));
                clears[program]++;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        // Again, for who had just been killed: it has ended, so it is not stopped, and starts anew.
        Await.until("all programs are stopped", () -> {
            daemon.rpc().call("supervisor.stopAllProcesses");
            return daemon.rpc().processes().values().stream()
                    .allMatch(info -> info.state().equals("STOPPED"));
        });
        followers.forEach(LogFollower::stop);
    }

    /** @param exactly whether to stop it first and ask the kernel how much it has written */
    private void kill(Daemon daemon, boolean exactly) throws IOException {
        Rpc.Info victim = daemon.rpc().processes().get(name(random.nextInt(PROGRAMS)));
        if (victim == null || victim.pid() == 0) {
            return;
        }
        String pid = Long.toString(victim.pid());
        if (exactly) {
            Command.of("kill", "-STOP", pid).run();
            Await.until(pid + " is stopped, or gone", () -> stateOf(pid) != 'R' && stateOf(pid) != 'S');
            if (stateOf(pid) == 'T') {
                exactByPid.put(victim.pid(), writtenBy(pid));
            }
        }
        Command.of("kill", "-KILL", pid).run();
        kills++;
    }

    /** As in {@code proc(5)}; a blank for a process that is gone. */
    private static char stateOf(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return ' ';
        }
    }

    private static long writtenBy(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "io")).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                .findFirst()
                .orElseThrow();
    }

    private static long sizeOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void checkAndDelete(Sandbox sandbox) throws IOException {
        checked += sizeOf(sandbox.path("logs"));
        for (int i = 0; i < PROGRAMS; i++) {
            String log = "logs/" + name(i) + ".log";
            assertThat(sandbox.path(log + "." + BACKUPS))
                    .as("the oldest backup, behind which files would be lost")
                    .doesNotExist();
            List<Path> files = new ArrayList<>();
            for (int number = BACKUPS - 1; number > 0; number--) {
                files.add(sandbox.path(log + "." + number));
            }
            files.add(sandbox.path(log));
            files.removeIf(file -> !Files.exists(file));
            check(i, files, sandbox.path("counts/" + name(i)));
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private void check(int program, List<Path> files, Path counters) throws IOException {
        var runs = new NumberedRuns(blockSize(program), clears[program]);
        runs.read(files);
        Map<String, NumberedWriter.Count> counts = NumberedWriter.counts(counters);
        for (Map.Entry<String, NumberedWriter.Count> each : counts.entrySet()) {
            if (program >= CLEARED) {
                compare(
                        name(program) + ", run " + each.getKey(),
                        blockSize(program),
                        each.getValue(),
                        runs.lengths().getOrDefault(each.getKey(), 0L));
            }
            Files.delete(counters.resolve(each.getKey()));
        }
        if (program >= CLEARED) {
            assertThat(counts.keySet())
                    .as("runs of %s", name(program))
                    .containsAll(runs.lengths().keySet());
        }
    }

    private void compare(String what, int blockSize, NumberedWriter.Count count, long found) {
        assertThat(found)
                .as(what)
                .isBetween(count.atLeast(), count.atLeast() + Math.max(blockSize, NumberedWriter.ID_LENGTH + 2));
        Long exactly = exactByPid.get(count.pid());
        if (exactly != null) {
            assertThat(found)
                    .as(what + ", whose writer was stopped before it was killed")
                    .isEqualTo(exactly);
        }
    }
}
