package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes and scrapes of a real daemon: how fast, and whatever blocks. */
class ProbesIT {
    private Sandbox sandbox;
    private int port;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.empty();
        port = Sandbox.freePort();
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
    }

    private Daemon start(String sections) throws IOException {
        sandbox.write(Configuration.FILE, Configuration.with("""
                [health_http_server]
                port=127.0.0.1:%d
                metrics=true
                """.formatted(port) + sections));
        return Daemon.start(Installation.OURS, sandbox.path(Configuration.FILE), sandbox.path(Configuration.SOCKET));
    }

    /** Status and body. */
    private String get(String path) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(9, 12) + " " + answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            throw new AssertionError("cannot ask for " + path, e);
        }
    }

    private Duration timeOf(Runnable task) {
        long began = System.nanoTime();
        task.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void readinessFollowsTheProgram() throws IOException {
        try (Daemon daemon = start("""
                [program:web]
                command=sleep infinity
                startsecs=0
                [program:once]
                command=true
                startsecs=0
                autorestart=false
                """)) {
            daemon.rpc().awaitState("web", "RUNNING");
            daemon.rpc().awaitState("once", "EXITED");
            assertThat(get("/readyz")).isEqualTo("200 ok\n");
            assertThat(get("/healthz")).isEqualTo("200 ok\n");

            // The daemon learns of the death by a signal; the probe of it as soon as that turn is over.
            daemon.rpc().call("supervisor.stopProcess", "web");
            assertThat(get("/readyz")).isEqualTo("503 failing\nweb: STOPPED\n");
            daemon.rpc().call("supervisor.startProcess", "web");
            assertThat(get("/readyz?process=web,once")).isEqualTo("200 ok\n");
        }
    }

    @Test
    void readinessFlipsWithinATenthOfASecond() throws IOException {
        try (Daemon daemon = start("""
                [program:web]
                command=sleep infinity
                startsecs=0
                autorestart=false
                stopsignal=KILL
                """)) {
            long[] nanos = new long[11];
            for (int round = 0; round < nanos.length; round++) {
                daemon.rpc().awaitState("web", "RUNNING");
                long pid = daemon.rpc().pid("web");
                assertThat(get("/readyz")).startsWith("200");
                long began = System.nanoTime();
                assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly())
                        .isTrue();
                Await.untilSoon("it is not ready", () -> get("/readyz").startsWith("503"));
                nanos[round] = System.nanoTime() - began;
                daemon.rpc().call("supervisor.startProcess", "web");
            }
            Arrays.sort(nanos);
            System.out.printf("readiness flips: median %.1f ms%n", nanos[nanos.length / 2] / 1e6);
            assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(100));
        }
    }

    /** The daemon's own log is a FIFO that nobody reads, and so is that of a program that never stops writing. */
    @Test
    void probesAnswerWhileLogsBlock() throws Exception {
        for (String fifo : new String[] {"main", "child"}) {
            Command.of("mkfifo", sandbox.path(fifo).toString()).run();
        }
        Process reader = new ProcessBuilder("sh", "-c", "exec sleep infinity <main 3<child")
                .directory(sandbox.root().toFile())
                .start();
        try (Daemon daemon = start("""
                [supervisord]
                logfile=%(here)s/main
                logfile_maxbytes=0
                loglevel=debug
                [program:loud]
                command=python3 -c "while True: print('x' * 1000)"
                startsecs=0
                stopsignal=KILL
                stdout_logfile=%(here)s/child
                stdout_logfile_maxbytes=0
                """)) {
            daemon.rpc().awaitState("loud", "RUNNING");
            long pid = daemon.rpc().pid("loud");
            Await.until("the program waits for its log", () -> isBlocked(pid));
            // Each call has the daemon write to its own log, which takes no more after 64 KiB.
            for (int call = 0; call < 2000; call++) {
                daemon.rpc().call("supervisor.getProcessInfo", "loud");
            }

            for (int probe = 0; probe < 20; probe++) {
                Duration took = timeOf(() -> {
                    assertThat(get("/healthz")).isEqualTo("200 ok\n");
                    assertThat(get("/readyz")).isEqualTo("200 ok\n");
                });
                assertThat(took).isLessThan(Duration.ofSeconds(2));
            }
            assertThat(get("/metrics")).startsWith("200 ").contains("node_supervisord_up{group=\"loud\"");
        } finally {
            reader.destroyForcibly().waitFor();
        }
    }

    private static boolean isBlocked(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/wchan")).contains("pipe")
                    || Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") S ");
        } catch (IOException gone) {
            return false;
        }
    }

    /** On a quiet machine: {@code -Dsupervisor4j.scrape.millis=20}. */
    @Test
    void aThousandProcessesAreScrapedQuickly() throws IOException {
        int most = Integer.getInteger("supervisor4j.scrape.millis", 400);
        try (Daemon daemon = start("""
                [program:many]
                command=sleep 1000
                numprocs=1000
                process_name=%(program_name)s_%(process_num)d
                startsecs=0
                stopsignal=KILL
                """)) {
            Await.until("all run", () -> get("/readyz").startsWith("200"));
            Await.until(
                    "all are measured",
                    () -> get("/metrics")
                                    .lines()
                                    .filter(line -> line.startsWith("supervisor_process_open_fds{"))
                                    .count()
                            == 1000);
            Duration[] scrapes = new Duration[41];
            Duration[] calls = new Duration[scrapes.length];
            for (int round = 0; round < scrapes.length; round++) {
                scrapes[round] = timeOf(() -> assertThat(get("/metrics")).startsWith("200 "));
                calls[round] = timeOf(() -> daemon.rpc().call("supervisor4j.getEventPools"));
            }
            Arrays.sort(scrapes);
            Arrays.sort(calls);
            System.out.printf(
                    "1000 processes: scrape median %.1f ms, best %.1f ms; a call through the control loop %.1f ms; page"
                            + " %d bytes%n",
                    scrapes[scrapes.length / 2].toNanos() / 1e6,
                    scrapes[0].toNanos() / 1e6,
                    calls[calls.length / 2].toNanos() / 1e6,
                    get("/metrics").length());
            assertThat(scrapes[scrapes.length / 2]).isLessThan(Duration.ofMillis(most));
            assertThat(calls[calls.length / 2]).isLessThan(Duration.ofMillis(50));
        }
    }
}
