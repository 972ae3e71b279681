package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HttpThreadsTest {
    /** Those that the kernel grants: so many, then no more. */
    private static final class Scarce extends Thread {
        private static int granted;

        private Scarce(Runnable task) {
            super(task, "scarce");
            setDaemon(true);
        }

        @Override
        public synchronized void start() {
            if (granted == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            granted--;
            super.start();
        }
    }

    private static final class ScarceThreads extends HttpThreads {
        private ScarceThreads(int granted) {
            super(8, 2);
            Scarce.granted = granted;
        }

        @Override
        public Thread newThread(Runnable task) {
            return new Scarce(task);
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
