package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes and scrapes of a real daemon: how fast, and whatever blocks. */
class ProbesIT {
    /** A machine that is busy makes any call late. */
    private static final int SLACK_MILLIS = Integer.getInteger("supervisor4j.scrape.slack", 250);

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

    private static Duration timeOf(Runnable task) {
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
                [program:quiet]
                command=sleep infinity
                startsecs=0
                """)) {
            daemon.rpc().awaitState("quiet", "RUNNING");
            Await.until("the program's log takes no more", () -> isFull("child"));
            // Each start and stop is some lines for the daemon's own log. The pipe stays full: who had to wait for it,
            // and were it the thread that the answers come from, would not come back.
            Await.until("the daemon's log takes no more", () -> {
                daemon.rpc().call("supervisor.stopProcess", "quiet");
                assertThat(get("/readyz")).isEqualTo("503 failing\nquiet: STOPPED\n");
                daemon.rpc().call("supervisor.startProcess", "quiet");
                return isFull("main");
            });
            daemon.rpc().call("supervisor.stopProcess", "quiet");

            Duration[] took = new Duration[21];
            for (int probe = 0; probe < took.length; probe++) {
                took[probe] = timeOf(() -> {
                    assertThat(get("/healthz")).isEqualTo("200 ok\n");
                    assertThat(get("/readyz")).isEqualTo("503 failing\nquiet: STOPPED\n");
                });
            }
            Arrays.sort(took);
            assertThat(took[took.length / 2]).isLessThan(Duration.ofMillis(100));
            assertThat(get("/metrics")).startsWith("200 ").contains("node_supervisord_up{group=\"loud\"");
            assertThat(isFull("main") && isFull("child")).isTrue();
        } finally {
            reader.destroyForcibly().waitFor();
        }
    }

    /** Whether a FIFO has no room for another page. */
    private boolean isFull(String fifo) {
        return Command.of("python3", "-c", """
                        import os, select, sys
                        end = os.open(sys.argv[1], os.O_WRONLY | os.O_NONBLOCK)
                        sys.exit(bool(select.select([], [end], [], 0)[1]))
                        """, sandbox.path(fifo).toString())
                        .run()
                        .exit()
                == 0;
    }

    /** On a quiet machine: {@code -Dsupervisor4j.scrape.millis=20}. */
    @Test
    void aThousandProcessesAreScrapedQuicklyAndTheOthersDoNotNotice() throws Exception {
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
            // Who scrapes asks once in some seconds: what /proc tells is measured behind the answer, until the next.
            Duration[] scrapes = new Duration[41];
            for (int i = 0; i < scrapes.length; i++) {
                Await.until("nothing is measured any more", () -> Proc.isAtRest(daemon.pid()));
                scrapes[i] = timeOf(() -> assertThat(get("/metrics")).startsWith("200 "));
            }
            Arrays.sort(scrapes);
            int calls = Integer.getInteger("supervisor4j.scrape.calls", 200);
            Duration[] alone = times(calls, () -> ask(daemon));
            Duration[] beside;
            ScheduledExecutorService scraper = Executors.newSingleThreadScheduledExecutor();
            try {
                ScheduledFuture<?> scraping =
                        scraper.scheduleAtFixedRate(() -> get("/metrics"), 0, 200, TimeUnit.MILLISECONDS);
                beside = times(calls, () -> ask(daemon));
                assertThat(scraping.isDone()).as("a scrape has failed").isFalse();
            } finally {
                scraper.shutdownNow();
                assertThat(scraper.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            }
            System.out.printf(
                    "1000 processes: scrape median %.1f ms, best %.1f ms, %d bytes; a call: %s, while one scrapes: %s%n",
                    millis(scrapes, 50), millis(scrapes, 0), get("/metrics").length(), times(alone), times(beside));
            assertThat(millis(scrapes, 50)).isLessThan(most);
            // The same call waits for the control loop, which has nothing to do with a scrape, and for a processor.
            assertThat(millis(beside, 99)).isLessThan(millis(alone, 99) + SLACK_MILLIS);
        }
    }

    /** Through the control loop, and back. */
    private static void ask(Daemon daemon) {
        daemon.rpc().call("supervisor.getState");
        daemon.rpc().call("supervisor4j.getEventPools");
    }

    /** What each took, the shortest first. */
    private static Duration[] times(int count, Runnable task) {
        Duration[] times = new Duration[count];
        for (int round = 0; round < count; round++) {
            times[round] = timeOf(task);
        }
        Arrays.sort(times);
        return times;
    }

    private static double millis(Duration[] sorted, int percent) {
        return sorted[(sorted.length - 1) * percent / 100].toNanos() / 1e6;
    }

    private static String times(Duration[] sorted) {
        return String.format("median %.1f ms, p99 %.1f ms", millis(sorted, 50), millis(sorted, 99));
    }
}
