package org.supervisor4j.daemon.http.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisor4j.daemon.http.ServerFixture;

@Timeout(60)
class ConnectionLimitTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Looks looks = new Looks();
    private final Server server = new Server(new QueuedThreadPool(), looks, new ArrayByteBufferPool());
    private final ServerConnector connector = BoundedConnectors.inet(server, new HttpConnectionFactory());
    private final ConnectionLimit limit =
            new ConnectionLimit(connector, new ServerShare(new ServerFixture().services(), 1));

    @BeforeEach
    void listen() throws Exception {
        connector.setHost("127.0.0.1");
        connector.addBean(limit);
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** On a machine so busy that the selecting thread does not run between the two. */
    @Test
    void whoStopsAcceptingAndBeginsAnewBeforeTheSelectorLooksStillListens() throws Exception {
        // Only a connection that was accepted can be one too many: the selector has had the channel by then.
        await(() -> ((SelectableChannel) connector.getTransport()).isRegistered());
        CountDownLatch busy = new CountDownLatch(1);
        connector
                .getSelectorManager()
                .getBeans(ManagedSelector.class)
                .forEach(selector -> selector.submit(keys -> {
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        limit.onTooManyOpenFiles();
        looks.runAll();
        busy.countDown();

        await(() -> {
            looks.runAll();
            return connector.isAccepting();
        });

        assertThat(connector.isOpen()).isTrue();
        try (SocketChannel client = connect()) {
            await(() -> !connector.getConnectedEndPoints().isEmpty());
            assertThat(client.isConnected()).isTrue();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 30 s").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
    }

    /** What is to be done soon is done when the test says so. */
    private static final class Looks extends AbstractLifeCycle implements Scheduler {
        private static final long SOON_MILLIS = 1000;

        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit unit) {
            if (unit.toMillis(delay) < SOON_MILLIS) {
                tasks.add(task);
            }
            return () -> tasks.remove(task);
        }

        void runAll() {
            for (int left = tasks.size(); left > 0; left--) {
                tasks.remove().run();
            }
        }
    }
}
