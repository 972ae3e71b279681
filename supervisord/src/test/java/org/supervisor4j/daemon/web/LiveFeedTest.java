package org.supervisor4j.daemon.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.rpc.FakeDaemonView;
import org.supervisor4j.daemon.rpc.FakeSupervisorApi;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

class LiveFeedTest {
    private final FakeDaemonView view = new FakeDaemonView();
    private final LiveFeed feed = new LiveFeed(view, List::of, () -> 99_000L, () -> 0L);

    /** Keeps what it is sent; the test says when a write is through. */
    private static final class Listener implements LiveFeed.Observer {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void send(byte[] event) {
            events.add(new String(event, UTF_8));
        }

        @Override
        public void end() {
            ended.countDown();
        }

        String next() throws InterruptedException {
            String event = events.poll(30, TimeUnit.SECONDS);
            return event == null ? "nothing came" : event;
        }

        boolean isEnded() throws InterruptedException {
            return ended.await(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private Listener join() {
        Listener listener = new Listener();
        feed.join(listener, "");
        return listener;
    }

    private void show(ProcessState state) {
        view.show(SupervisorState.RUNNING, FakeSupervisorApi.info("cat", "cat", state));
    }

    @Test
    void whoeverIsSlowMissesWhatIsOverAndIsToldHowThingsAre() throws InterruptedException {
        Listener slow = join();
        Listener quick = join();
        assertThat(slow.next()).contains("RUNNING");
        assertThat(quick.next()).contains("RUNNING");
        for (ProcessState state : List.of(ProcessState.STOPPING, ProcessState.STOPPED, ProcessState.STARTING)) {
            feed.written(quick);
            show(state);
            assertThat(quick.next()).contains(state.name());
        }

        feed.written(slow);

        assertThat(slow.next()).contains("event: change", "STARTING");
        assertThat(slow.events).isEmpty();
    }

    @Test
    void allAreEndedWhenItCloses() throws InterruptedException {
        Listener listener = join();
        assertThat(listener.next()).contains("event: state");

        feed.close();

        assertThat(listener.isEnded()).isTrue();
        assertThat(join().isEnded()).isTrue();
    }
}
