package org.supervisor4j.daemon.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;

/** A loop on the test's thread, over descriptors that are ready when a test says so. */
class LoopTest {
    private final ReadyPoller poller = new ReadyPoller();
    private final List<String> done = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long now;
    private final Owner loop = new Owner();

    /** The least that an owner can be. */
    private final class Owner extends Loop {
        private Owner() {
            super("owner", poller, () -> now);
            adopt();
        }

        @Override
        protected void onFailure(String task, Throwable bug) {
            failures.add(account(task, bug).lines().findFirst().orElseThrow());
            throw new OutOfMemoryError("not even for a line");
        }

        @Override
        public void run() {
            super.run();
            end();
        }
    }

    private void watch(int descriptor, Runnable action) throws OsException {
        loop.watch(descriptor, true, false, action);
        poller.ready.add(descriptor);
    }

    private Loop.Timer timer(String name) {
        return loop.timer(name, () -> done.add(name));
    }

    private void turn() {
        loop.runOnce(0);
    }

    @Test
    void aHandlerThatFailsDoesNotKeepTheNextFromItsDescriptor() throws OsException {
        watch(5, () -> {
            throw new IllegalStateException("a bug");
        });
        watch(6, () -> done.add("the next"));

        turn();

        assertThat(done).containsExactly("the next");
        assertThat(failures)
                .containsExactly(
                        "unexpected failure in the owner at 'descriptor 5': java.lang.IllegalStateException: a bug");
    }

    @Test
    void aDescriptorThatWasTakenOutMeanwhileIsNotServed() throws OsException {
        watch(5, () -> {
            done.add("the first");
            loop.unwatch(6);
        });
        watch(6, () -> done.add("the next"));

        turn();

        assertThat(done).containsExactly("the first");
        assertThat(poller.watched).containsExactly(5);
    }

    @Test
    void descriptorsMayHaveLargeNumbers() throws OsException {
        watch(60_000, () -> done.add("read"));

        turn();
        loop.unwatch(60_000);
        loop.unwatch(70_000);
        turn();

        assertThat(done).containsExactly("read");
        assertThat(poller.watched).isEmpty();
    }

    @Test
    void nobodyElseTouchesWhatTheLoopHas() {
        Loop.Timer timer = timer("a deadline");
        for (Runnable call :
                List.<Runnable>of(loop::assertOnLoop, () -> loop.unwatch(5), () -> timer.set(0), timer::clear)) {
            assertThatThrownBy(CompletableFuture.runAsync(call)::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(", belongs to owner");
        }
    }

    @Test
    void timersFireInTheOrderOfTheirDeadlinesThenInThatInWhichTheyWereSet() {
        timer("last").set(20);
        timer("first").set(10);
        timer("second").set(10);
        now = 20;

        turn();

        assertThat(done).containsExactly("first", "second", "last");
        assertThat(loop.nanosToNextAlarm()).isEqualTo(-1);
    }

    @Test
    void aTimerThatIsSetAnewFiresOnce() {
        Loop.Timer timer = timer("a deadline");
        timer.set(10);
        timer.set(30);
        assertThat(loop.nanosToNextAlarm()).isEqualTo(30);

        for (now = 10; now <= 50; now += 10) {
            turn();
        }

        assertThat(done).containsExactly("a deadline");
    }

    @Test
    void whatOneTimerClearsDoesNotFireInTheSameTurn() {
        Loop.Timer cleared = timer("cleared");
        loop.timer("clears", cleared::clear).set(10);
        cleared.set(10);
        now = 10;

        turn();

        assertThat(done).isEmpty();
    }

    @Test
    void aTimerThatIsAlwaysDueStarvesNoOther() {
        List<Loop.Timer> self = new ArrayList<>();
        self.add(loop.timer("again and again", () -> {
            done.add("again");
            self.get(0).set(0);
        }));
        self.get(0).set(0);
        timer("another").set(10);
        now = 10;

        turn();
        turn();

        assertThat(done).containsExactly("again", "another", "again");
    }

    @Test
    void aSystemThatRefusesToWaitIsAskedAgain() {
        loop.post("a task", () -> done.add("a task"));
        poller.refuses = true;

        loop.turn();
        loop.turn();

        assertThat(done).containsExactly("a task");
        assertThat(failures).singleElement().asString().contains("'a turn'", "owner cannot wait");
    }

    @Test
    void whoComesAfterTheEndDoesItHimself() {
        loop.post("a task", () -> done.add("before the end"));
        loop.post("the end", loop::stop);
        loop.run();

        var unused = CompletableFuture.runAsync(() -> loop.post("late", () -> {
                    loop.assertOnLoop();
                    done.add("behind it");
                }))
                .join();

        assertThat(done).containsExactly("before the end", "behind it");
        assertThat(failures).isEmpty();
        assertThat(poller.closed).isTrue();
    }

    @Test
    void onlyAStrangerHasToWakeTheLoop() {
        loop.post("a task", () -> {});
        assertThat(poller.wakeups).isZero();

        CompletableFuture.runAsync(() -> loop.post("a task", () -> {})).join();

        assertThat(poller.wakeups).isEqualTo(1);
    }

    /** Everything that is ready is to be read. */
    private static final class ReadyPoller implements Poller {
        private final List<Integer> watched = new ArrayList<>();
        private final List<Integer> ready = new ArrayList<>();
        private List<Integer> told = List.of();
        private boolean refuses;
        private boolean closed;
        private int wakeups;

        @Override
        public void add(int descriptor, boolean reading, boolean writing) {
            watched.add(descriptor);
        }

        @Override
        public void remove(int descriptor) {
            assertThat(watched.remove((Integer) descriptor)).isTrue();
        }

        @Override
        public int await(long timeoutNanos) throws OsException {
            if (refuses) {
                refuses = false;
                throw new OsException("wait for", "an epoll set", new Errno(9, "EBADF", "Bad file descriptor"));
            }
            told = List.copyOf(ready);
            ready.clear();
            return told.size();
        }

        @Override
        public void rest(long nanos) {
            throw new AssertionError("nobody asked for this");
        }

        @Override
        public int descriptor(int index) {
            return told.get(index);
        }

        @Override
        public void wakeup() {
            wakeups++;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
