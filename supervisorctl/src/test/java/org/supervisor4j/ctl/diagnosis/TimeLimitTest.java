package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    @Test
    void whatIsDoneInTimeIsAnswered() {
        List<DoctorFinding> found = List.of(DoctorFinding.ok("fine"));

        assertThat(new TimeLimit(10).run(() -> found, "late")).isEqualTo(found);
    }

    @Test
    void whatTakesTooLongIsSaidSo() {
        CountDownLatch never = new CountDownLatch(1);

        assertThat(new TimeLimit(0)
                        .run(
                                () -> {
                                    never.await();
                                    return List.of();
                                },
                                "late"))
                .containsExactly(DoctorFinding.bad("late"));
    }

    @Test
    void aReadThatTakesTooLongIsGivenUpWithItsConnection() throws IOException, InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        try (ServerSocketChannel silent =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThat(new TimeLimit(1).orNull(() -> read(silent, closed))).isNull();

            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Integer read(ServerSocketChannel server, CountDownLatch closed) throws IOException {
        try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            return client.read(ByteBuffer.allocate(1));
        } catch (ClosedByInterruptException interrupted) {
            closed.countDown();
            throw interrupted;
        }
    }
}
