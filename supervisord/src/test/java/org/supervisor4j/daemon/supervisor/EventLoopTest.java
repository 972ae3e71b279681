package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;

class EventLoopTest {
    private static final int PIPE = 5;

    private final SleepyPoller poller = new SleepyPoller();
    private final List<String> done = new ArrayList<>();
    private long now;
    private final EventLoop loop = new EventLoop(poller, () -> now += 10_000, new RecordingLog());

    private void fromAnotherThread(String name) {
        Thread thread = new Thread(() -> loop.post(name, () -> done.add(name)));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoComesAfterTheLoopHasLookedForSomethingInVainWakesIt() throws OsException {
        loop.adopt();
        loop.watch(PIPE, true, false, (readable, writable) -> {
            fromAnotherThread("in time for this turn");
            loop.expectSoon();
        });
        loop.runOnce(-1);
        poller.whileAsleep = () -> fromAnotherThread("in the middle of the sleep");

        loop.runOnce(-1);

        assertThat(done).containsExactly("in time for this turn", "in the middle of the sleep");
    }

    @Test
    void theLoopLooksForWhatIsExpectedBeforeItSleeps() throws OsException {
        loop.adopt();
        loop.expectSoon();

        loop.runOnce(-1);

        assertThat(poller.looks).isBetween(2, 10);
        assertThat(poller.sleeps).isEqualTo(1);
    }

    /** Has one descriptor ready in its first turn, and none afterwards. Fails if somebody would have slept for ever. */
    private static final class SleepyPoller implements Poller {
        private Runnable whileAsleep = this::wakeup;
        private boolean hasBeenWoken;
        private int watched;
        private int looks;
        private int sleeps;

        @Override
        public void add(int descriptor, boolean reading, boolean writing) {
            watched++;
        }

        @Override
        public void modify(int descriptor, boolean reading, boolean writing) {
            throw new AssertionError("nobody asked for this");
        }

        @Override
        public void remove(int descriptor) {
            throw new AssertionError("nobody asked for this");
        }

        @Override
        public int await(long timeoutNanos) {
            int ready = watched;
            watched = 0;
            if (timeoutNanos == 0) {
                looks++;
            } else if (ready == 0) {
                sleeps++;
                whileAsleep.run();
                assertThat(hasBeenWoken).as("has been woken").isTrue();
            }
            hasBeenWoken = false;
            return ready;
        }

        @Override
        public int descriptor(int index) {
            return PIPE;
        }

        @Override
        public boolean isReadable(int index) {
            return true;
        }

        @Override
        public boolean isWritable(int index) {
            return false;
        }

        @Override
        public void wakeup() {
            hasBeenWoken = true;
        }

        @Override
        public void close() {}
    }
}
