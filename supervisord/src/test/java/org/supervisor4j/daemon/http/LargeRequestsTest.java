package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;

/** Many clients that have the daemon hold what is large for them: as much as they send, or don't take. */
class LargeRequestsTest {
    private static final String MEGABYTE = "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n";
    private static final String LOG = XmlRpcOverHttpTest.post(
            "",
            "<m><methodName>supervisor.readLog</methodName><params><param><value><int>0</int></value></param>"
                    + "<param><value><int>0</int></value></param></params></m>");

    private final ServerFixture fixture = new ServerFixture();
    private final List<RawClient> crowd = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        Inet server = ServerFixture.inet(null);
        fixture.open(server, server);
    }

    @AfterEach
    void close() throws IOException {
        for (RawClient client : crowd) {
            client.close();
        }
        fixture.close();
    }

    private int pid(int server) throws IOException {
        try (RawClient client = RawClient.tcp(fixture.servers().ports().get(server))) {
            return client.ask(XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("supervisor.getPID")))
                    .status();
        }
    }

    private int large(int server) throws IOException {
        try (RawClient client = RawClient.tcp(fixture.servers().ports().get(server))) {
            String body = XmlRpcOverHttpTest.call("supervisor.getPID") + " ".repeat(1 << 19);
            return client.ask(XmlRpcOverHttpTest.post("", body)).status();
        }
    }

    @Test
    void bodiesThatAreOnTheirWayMayBeOnlySoManyTogether() throws IOException {
        // One of them may be refused, for what is asked to find out.
        awaitStatus(503, () -> crowd.add(fixture.client().send(MEGABYTE + "<m>")));

        assertThat(pid(0)).as("a small request").isEqualTo(200);
        assertThat(large(1)).as("a large one at the other server").isEqualTo(200);

        for (RawClient client : crowd) {
            client.close();
        }
        awaitStatus(200, () -> {});
    }

    private interface Attempt {
        void make() throws IOException;
    }

    /** What the server notices of others, it notices in its own time. */
    private void awaitStatus(int status, Attempt attempt) throws IOException {
        long begun = System.nanoTime();
        while (large(0) != status) {
            attempt.make();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** As on a disk that does not answer: more of them than there are threads. */
    @Test
    void tailsOfLogsAsPagesKeepNobodyElseWaiting() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        fixture.api.answer("readProcessStdoutLog", () -> {
            try {
                return String.valueOf(disk.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        String tail = "GET /tail.html?processname=cat HTTP/1.1\r\nHost: x\r\n\r\n";
        for (int i = 0; i < 30; i++) {
            crowd.add(fixture.client().send(tail));
        }
        try {
            assertThat(pid(0)).isEqualTo(200);
            assertThat(pid(1)).isEqualTo(200);
        } finally {
            disk.countDown();
        }
        for (RawClient client : crowd) {
            assertThat(client.answer().body()).contains("true");
        }
    }

    @Test
    void largePagesAreMadeOneAfterTheOtherAndNobodyElseWaits() throws IOException {
        Semaphore go = new Semaphore(0);
        AtomicInteger making = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        fixture.api.answer("readProcessStdoutLog", () -> {
            most.accumulateAndGet(making.incrementAndGet(), Math::max);
            await(go);
            making.decrementAndGet();
            return "x".repeat(1 << 20);
        });
        for (int i = 0; i < 20; i++) {
            crowd.add(fixture.client()
                    .send("GET /tail.html?processname=cat&limit=17000000 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        }

        assertThat(pid(0)).isEqualTo(200);
        assertThat(pid(1)).isEqualTo(200);
        assertThat(fixture.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").status())
                .isEqualTo(200);
        go.release(20);
        for (RawClient client : crowd) {
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        }

        assertThat(most).hasValue(1);
    }

    /** Not for ever: where all threads are in here, the test shall fail, and not hang. */
    private static void await(Semaphore go) {
        try {
            assertThat(go.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersThatNobodyTakesMayBeOnlySoManyTogether() throws IOException {
        String log = "x".repeat(17 << 20);
        fixture.api.answer("readLog", () -> log);
        for (int i = 0; i < 2; i++) {
            RawClient client = fixture.client().send(LOG);
            crowd.add(client);
            client.readUntil("\r\n\r\n");
        }

        assertThat(fixture.ask(LOG).status()).isEqualTo(503);
        assertThat(pid(0)).isEqualTo(200);

        for (RawClient client : crowd) {
            client.close();
        }
        long begun = System.nanoTime();
        int status;
        do {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            try (RawClient client = fixture.client()) {
                String head = client.send(LOG).readUntil("\r\n\r\n");
                status = Integer.parseInt(head.split(" ", 3)[1]);
            }
        } while (status != 200);
    }
}
