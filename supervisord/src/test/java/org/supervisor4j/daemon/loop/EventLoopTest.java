package org.supervisor4j.daemon.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.supervisor.RecordingLog;

class EventLoopTest {
    private static final int PIPE = 5;

    private final SleepyPoller poller = new SleepyPoller();
    private final List<String> done = new ArrayList<>();
    private long now;
    private final RecordingLog log = new RecordingLog();
    private final EventLoop loop = new EventLoop(poller, () -> now += 10_000, log);

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
        loop.watch(PIPE, true, false, () -> {
            fromAnotherThread("in time for this turn");
            loop.expectSoon();
        });
        loop.runOnce(-1);
        poller.whileAsleep = () -> fromAnotherThread("in the middle of the sleep");

        loop.runOnce(-1);

        assertThat(done).containsExactly("in time for this turn", "in the middle of the sleep");
    }

    @Test
    void theLoopLooksForWhatIsExpectedBeforeItSleeps() {
        loop.adopt();
        loop.expectSoon();

        loop.runOnce(-1);

        assertThat(poller.looks).isBetween(2, 10);
        assertThat(poller.sleeps).isEqualTo(1);
    }

    private static void exhausted() {
        throw new OutOfMemoryError("unable to create native thread");
    }

    @Test
    void anErrorInATaskEndsNeitherTheLoopNorWhatComesAfterIt() {
        loop.adopt();
        loop.post("a task", EventLoopTest::exhausted);
        loop.post("the next", () -> done.add("the next"));

        loop.turn();

        assertThat(done).containsExactly("the next");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("CRIT unexpected failure in the control loop at 'a task': java.lang.OutOfMemoryError");
    }

    @Test
    void whoWaitsForATaskHearsOfTheErrorThatEndedIt() {
        loop.adopt();
        CompletableFuture<String> result = loop.submit("a task", () -> {
            exhausted();
            return "never";
        });
        CompletableFuture<String> deferred = loop.submitDeferred("another", () -> {
            exhausted();
            return new CompletableFuture<>();
        });

        loop.turn();

        assertThat(result).isCompletedExceptionally();
        assertThat(deferred).isCompletedExceptionally();
    }

    @Test
    void aTurnThatFailsAsAWholeIsFollowedByTheNext() {
        loop.adopt();
        loop.post("a task", () -> done.add("a task"));
        poller.failsWith = new OutOfMemoryError("Java heap space");

        loop.turn();
        loop.turn();

        assertThat(done).containsExactly("a task");
        assertThat(log.lines()).singleElement().asString().contains("'a turn': java.lang.OutOfMemoryError");
    }

    @Test
    void whatATimerCouldNotDoForWantOfMemoryIsTriedAgainLater() {
        loop.adopt();
        Loop.Timer timer = loop.timer("a deadline", () -> {
            done.add("tried");
            if (done.size() == 1) {
                exhausted();
            }
        });
        timer.set(now);
        loop.post("so that nobody sleeps", () -> {});
        loop.turn();
        assertThat(done).hasSize(1);

        now += Loop.RETRY_NANOS;
        loop.post("so that nobody sleeps", () -> {});
        loop.turn();
        loop.post("so that nobody sleeps", () -> {});
        loop.turn();

        assertThat(done).containsExactly("tried", "tried");
    }

    @Test
    void aTimerThatIsSetToNowByItsOwnActionWaitsForTheNextTurn() {
        loop.adopt();
        List<Loop.Timer> self = new ArrayList<>();
        self.add(loop.timer("again and again", () -> {
            done.add("again");
            self.get(0).set(0);
        }));
        self.get(0).set(0);
        loop.post("so that nobody sleeps", () -> {});

        loop.turn();

        assertThat(done).hasSize(1);
    }

    /** Has one descriptor ready in its first turn, and none afterwards. Fails if somebody would have slept for ever. */
    private static final class SleepyPoller implements Poller {
        private Runnable whileAsleep = this::wakeup;
        private @Nullable Error failsWith;
        private boolean hasBeenWoken;
        private int watched;
        private int looks;
        private int sleeps;

        @Override
        public void add(int descriptor, boolean reading, boolean writing) {
            watched++;
        }

        @Override
        public void remove(int descriptor) {
            throw new AssertionError("nobody asked for this");
        }

        @Override
        public int await(long timeoutNanos) {
            if (failsWith != null) {
                Error failure = failsWith;
                failsWith = null;
                throw failure;
            }
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
        public void rest(long nanos) {
            throw new AssertionError("nobody asked for this");
        }

        @Override
        public int descriptor(int index) {
            return PIPE;
        }

        @Override
        public void wakeup() {
            hasBeenWoken = true;
        }

        @Override
        public void close() {}
    }
}
