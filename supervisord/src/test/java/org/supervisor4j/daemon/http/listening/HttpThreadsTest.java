package org.supervisor4j.daemon.http.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HttpThreadsTest {
    /** Those that the kernel grants: so many, then no more. */
    private static final class Scarce extends Thread {
        private final AtomicInteger granted;

        private Scarce(Runnable task, AtomicInteger granted) {
            super(task, "scarce");
            this.granted = granted;
            setDaemon(true);
        }

        @Override
        public synchronized void start() {
            if (granted.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            super.start();
        }
    }

    private static final class ScarceThreads extends HttpThreads {
        private final AtomicInteger granted;

        private ScarceThreads(int granted) {
            super(8, 2);
            this.granted = new AtomicInteger(granted);
        }

        @Override
        public Thread newThread(Runnable task) {
            return new Scarce(task, granted);
        }
    }

    @Test
    void workWaitsForTheThreadsThatAreThereWhenTheKernelGrantsNoMore() throws Exception {
        ScarceThreads threads = new ScarceThreads(2);
        threads.start();
        CountDownLatch done = new CountDownLatch(50);

        for (int task = 0; task < 50; task++) {
            threads.execute(done::countDown);
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        threads.stop();
    }

    @Test
    void withoutTheThreadsOfTheStartThereIsNoStart() {
        ScarceThreads threads = new ScarceThreads(1);

        assertThatThrownBy(threads::start).isInstanceOf(OutOfMemoryError.class);
    }
}
