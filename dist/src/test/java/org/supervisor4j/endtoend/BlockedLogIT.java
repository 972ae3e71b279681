package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * While the logs of some programs block, the others notice nothing: their daemon answers as fast as before, and
 * restarts them as fast as before. The daemon has a file system of its own: a full disk, and a syslog that was stopped.
 *
 * <p>The figures are printed. More of them: {@code -Dsupervisor4j.blocked.calls=5000}.
 */
class BlockedLogIT {
    private static final int CALLS = Integer.getInteger("supervisor4j.blocked.calls", 400);
    private static final int RESTARTS = CALLS / 40;

    private static final Duration SLACK = Duration.ofMillis(60);
    private static final Duration GROWN_UP = Duration.ofMillis(150);

    /** A small disk, and a {@code /dev} with a system's log that nobody reads. */
    private static final String NAMESPACE = """
            set -e
            mount --make-rprivate /
            mount -t tmpfs -o size=256k none "$1/disk"
            mount -t tmpfs none "$1/dev"
            for name in null zero full random urandom tty; do
                touch "$1/dev/$name"
                mount --bind "/dev/$name" "$1/dev/$name"
            done
            ln -s /proc/self/fd "$1/dev/fd"
            python3 "$1/syslog.py" "$1/dev/log" "$$" &
            while [ ! -e "$1/dev/log.full" ]; do sleep 0.05; done
            mount --rbind "$1/dev" /dev
            shift
            exec "$@"
            """;

    /** Binds the socket, fills its queue, and reads nothing for as long as the daemon lives. */
    private static final String SYSLOG = """
            import os, socket, sys, time
            server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            server.bind(sys.argv[1])
            client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            client.setblocking(False)
            client.connect(sys.argv[1])
            try:
                while True:
                    client.send(b'x')
            except BlockingIOError:
                open(sys.argv[1] + '.full', 'w')
            while os.path.exists('/proc/' + sys.argv[2]):
                time.sleep(0.1)
            """;

    private static final String PROGRAMS = """
            [supervisord]
            nodaemon=true
            [program:bystander]
            command=/bin/sleep infinity
            autorestart=true
            startsecs=0
            [program:full]
            command=python3 -c "while True: print('x' * 1000)"
            autostart=false
            startsecs=0
            stopsignal=KILL
            stdout_logfile=%(here)s/disk/full.log
            stdout_logfile_maxbytes=0
            [program:hung]
            command=python3 -c "while True: print('x' * 1000)"
            autostart=false
            startsecs=0
            stopsignal=KILL
            stdout_logfile=%(here)s/fifo
            stdout_logfile_maxbytes=0
            [program:logged]
            command=python3 -c "while True: print('x' * 1000)"
            autostart=false
            startsecs=0
            stopsignal=KILL
            stdout_logfile=NONE
            stdout_syslog=true
            """;

    @Test
    void whatBlocksOneProgramsLogDelaysNobodyElse() throws Exception {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.mkdirs("disk");
            sandbox.mkdirs("dev");
            sandbox.write("namespace.sh", NAMESPACE);
            sandbox.write("syslog.py", SYSLOG);
            sandbox.write(Configuration.FILE, Configuration.with(PROGRAMS));
            Path socket = sandbox.path(Configuration.SOCKET);
            Command.of("mkfifo", sandbox.path("fifo").toString()).run();
            Process reader = new ProcessBuilder("sh", "-c", "exec sleep infinity <fifo")
                    .directory(sandbox.root().toFile())
                    .start();
            try (Daemon daemon = startInNamespace(sandbox, socket)) {
                Figures before = measure(daemon.rpc());

                for (String program : List.of("full", "hung", "logged")) {
                    daemon.rpc().call("supervisor.startProcess", program);
                    daemon.rpc().awaitState(program, "RUNNING");
                }
                awaitBlocked(sandbox, daemon.rpc());
                Figures during = measure(daemon.rpc());

                System.out.printf("blocked logs: before %s%nblocked logs: during %s%n", before, during);
                assertThat(during.callP99())
                        .isLessThan(before.callP99().multipliedBy(3).plus(SLACK));
                assertThat(during.restartP50())
                        .isLessThan(before.restartP50().multipliedBy(3).plus(SLACK));
            } finally {
                reader.destroyForcibly();
            }
            assertThat(sandbox.read(Configuration.LOG))
                    .containsPattern("WARN .*full.log.* bytes were lost")
                    .containsPattern("WARN syslog.* bytes were lost");
        }
    }

    private static Daemon startInNamespace(Sandbox sandbox, Path socket) throws IOException {
        List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
        if (!Account.isRoot()) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of(
                "sh", sandbox.path("namespace.sh").toString(), sandbox.root().toString()));
        return Daemon.startBehind(words, Installation.OURS, sandbox.path(Configuration.FILE), socket);
    }

    private static void awaitBlocked(Sandbox sandbox, Rpc rpc) {
        Await.until("the disk is full", () -> sandbox.read(Configuration.LOG).contains("disk/full.log: ENOSPC"));
        for (String program : List.of("hung", "logged")) {
            Await.until(program + " waits for its log", () -> isBlocked(rpc.pid(program)));
        }
    }

    /** Whether it waits in a write to its pipe. */
    private static boolean isBlocked(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "wchan"))
                    .contains("pipe_write");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * How fast the daemon is.
     *
     * @param callP99 of getState
     * @param restartP50 from the death of a program until it has a successor
     */
    private record Figures(Duration callP50, Duration callP99, Duration restartP50, Duration restartMost) {
        @Override
        public String toString() {
            return "getState p50 %.2f ms, p99 %.2f ms; restart p50 %.1f ms, most %.1f ms"
                    .formatted(millis(callP50), millis(callP99), millis(restartP50), millis(restartMost));
        }

        private static double millis(Duration duration) {
            return duration.toNanos() / 1e6;
        }
    }

    private static Figures measure(Rpc rpc) {
        long[] calls = sorted(CALLS, () -> {}, () -> rpc.call("supervisor.getState"));
        long[] restarts = sorted(RESTARTS, () -> awaitGrownUp(rpc), () -> restart(rpc));
        return new Figures(quantile(calls, 0.5), quantile(calls, 0.99), quantile(restarts, 0.5), quantile(restarts, 1));
    }

    /** Until its death is one after which another is started at once; see {@code docs/process-states.md}. */
    private static void awaitGrownUp(Rpc rpc) {
        long pid = rpc.pid("bystander");
        long seen = System.nanoTime();
        Await.until(
                "bystander has run for long enough",
                () -> System.nanoTime() - seen > GROWN_UP.toNanos() && rpc.pid("bystander") == pid);
    }

    private static void restart(Rpc rpc) {
        long pid = rpc.pid("bystander");
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Await.untilSoon("bystander has a successor", () -> {
            long now = rpc.pid("bystander");
            return now != pid && now != 0;
        });
    }

    private static long[] sorted(int count, Runnable preparation, Runnable action) {
        // What is done for the first time takes longer, before and during.
        for (int i = 0; i < count / 4 + 1; i++) {
            preparation.run();
            action.run();
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            preparation.run();
            long start = System.nanoTime();
            action.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static Duration quantile(long[] sorted, double part) {
        return Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))]);
    }
}
