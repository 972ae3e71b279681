package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisor4j.daemon.http.listening.HeadDeadline;
import org.supervisor4j.daemon.http.routes.RequestBody;

/** Clients that send a byte now and then, and so are never idle. It lasts as long as a body may take, and some. */
@Timeout(120)
class SlowClientsIT {
    private static final Duration LIMIT = Duration.ofSeconds(RequestBody.MAX_SECONDS + 15);

    /** What comes behind its head is no request. */
    private static final String BAD = "GET / HTTP/1.1\r\nHost: a b\r\n\r\n" + "x".repeat(20_000);

    private static final String BODY = "POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n<m>";

    @Test
    void requestThatNeverEndsIsCutOffWhileAnIdleConnectionStays() throws Exception {
        try (ServerFixture fixture = new ServerFixture().openInet();
                RawClient idle = fixture.client();
                RawClient between = fixture.client()) {
            assertThat(between.ask(XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("supervisor.getPID")))
                            .status())
                    .isEqualTo(200);
            List<RawClient> slow = new ArrayList<>();
            for (String beginning :
                    List.of("P", "GET / HTTP/1.1\r\nX: ", "POST /RPC2 HTTP/1.1\r\nHost: x\r\n", BAD, BODY)) {
                slow.add(fixture.client().send(beginning));
            }

            long begun = System.nanoTime();
            List<RawClient> alive = new ArrayList<>(slow);
            while (!alive.isEmpty() && System.nanoTime() - begun < LIMIT.toNanos()) {
                alive.removeIf(SlowClientsIT::isRefusedAByte);
                LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            }

            assertThat(alive).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThan(Duration.ofSeconds(HeadDeadline.SECONDS - 2));
            for (RawClient patient : List.of(idle, between)) {
                assertThat(patient.ask("GET /ok.html HTTP/1.1\r\nHost: x\r\n\r\n")
                                .body())
                        .isEqualTo("OK");
            }
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    private static boolean isRefusedAByte(RawClient client) {
        try {
            client.send("x");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }
}
