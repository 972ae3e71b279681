package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;

class EpollPollerTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(20);

    private PosixDescriptors descriptors;
    private EpollPoller poller;
    private Pipe pipe;

    @BeforeEach
    void open() throws Exception {
        Architecture architecture = Architecture.current();
        LibC libc = LibC.load();
        descriptors = new PosixDescriptors(libc, architecture);
        poller = EpollPoller.open(libc, architecture);
        pipe = descriptors.pipe();
    }

    @AfterEach
    void close() {
        poller.close();
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
    }

    @Test
    void anEmptyPipeIsNotReadableAndAFilledOneIsUntilItIsRead() throws Exception {
        poller.add(pipe.readEnd(), true, false);
        assertThat(poller.await(0)).isZero();

        write(pipe.writeEnd());

        for (int i = 0; i < 2; i++) {
            assertThat(poller.await(LONG)).isOne();
            assertThat(poller.descriptor(0)).isEqualTo(pipe.readEnd());
        }
        descriptors.read(pipe.readEnd(), ByteBuffer.allocateDirect(8));
        assertThat(poller.await(0)).isZero();
    }

    @Test
    void aRestLooksAtNoDescriptorAndEndsByItselfOrByAWakeUp() throws Exception {
        poller.add(pipe.readEnd(), true, false);
        write(pipe.writeEnd());

        long start = System.nanoTime();
        poller.rest(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));

        poller.wakeup();
        poller.rest(Long.MAX_VALUE);
        assertThat(poller.await(LONG)).isOne();
    }

    private void write(int descriptor) throws OsException {
        ByteBuffer text = ByteBuffer.allocateDirect(1);
        assertThat(descriptors.write(descriptor, text)).isOne();
    }

    @Test
    void theEndOfAPipeIsReadable() throws Exception {
        poller.add(pipe.readEnd(), true, false);
        Pipe other = descriptors.pipe();
        int end = pipe.writeEnd();
        descriptors.close(end);

        assertThat(poller.await(LONG)).isOne();

        pipe = new Pipe(pipe.readEnd(), other.writeEnd());
        descriptors.close(other.readEnd());
    }

    @Test
    void aPipeThatNobodyReadsAnyMoreIsWritable() throws Exception {
        Pipe broken = descriptors.pipe();
        descriptors.close(broken.readEnd());
        poller.add(broken.writeEnd(), false, true);

        assertThat(poller.await(LONG)).isOne();
        poller.remove(broken.writeEnd());
        descriptors.close(broken.writeEnd());
    }

    @Test
    void interestsChangeAndWithoutAnyNothingIsReportedNotEvenTheEnd() throws Exception {
        Pipe ended = descriptors.pipe();
        descriptors.close(ended.writeEnd());
        poller.add(ended.readEnd(), false, false);
        assertThat(poller.await(0)).isZero();

        poller.add(ended.readEnd(), true, false);
        assertThat(poller.await(LONG)).isOne();

        poller.remove(ended.readEnd());
        poller.add(ended.readEnd(), false, false);
        assertThat(poller.await(0)).isZero();

        poller.add(ended.readEnd(), true, false);
        poller.remove(ended.readEnd());
        assertThat(poller.await(0)).isZero();
        descriptors.close(ended.readEnd());
    }

    @Test
    void whatCannotBeWatchedIsReportedWithItsError() {
        assertThatThrownBy(() -> poller.add(99_999, true, false))
                .isInstanceOf(OsException.class)
                .hasMessage("cannot watch descriptor 99999: EBADF (Bad file descriptor)");
    }

    @Test
    void moreReadyDescriptorsThanFitAreReportedInTurns() throws Exception {
        Pipe[] pipes = new Pipe[300];
        for (int i = 0; i < pipes.length; i++) {
            pipes[i] = descriptors.pipe();
            write(pipes[i].writeEnd());
            poller.add(pipes[i].readEnd(), true, false);
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        int served = 0;
        for (int ready = poller.await(0); ready > 0; ready = poller.await(0)) {
            for (int i = 0; i < ready; i++) {
                served += descriptors.read(poller.descriptor(i), buffer.clear());
            }
        }
        for (Pipe each : pipes) {
            descriptors.close(each.readEnd());
            descriptors.close(each.writeEnd());
        }

        assertThat(served).isEqualTo(300);
    }

    @Test
    void awaitsLastAtLeastAsLongAsAskedFor() throws Exception {
        for (long nanos : new long[] {1, 999_999, 1_000_001, 20_000_000}) {
            long start = System.nanoTime();

            assertThat(poller.await(nanos)).isZero();

            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(nanos);
        }
    }

    @Test
    void aWakeupFromAnotherThreadEndsAnEndlessAwait() throws Exception {
        Thread waker = new Thread(poller::wakeup);
        waker.start();

        assertThat(poller.await(-1)).isZero();

        waker.join();
    }

    @Test
    void wakeupsBeforeAnAwaitEndItAndOnlyIt() throws Exception {
        poller.wakeup();
        poller.wakeup();
        assertThat(poller.await(-1)).isZero();

        long start = System.nanoTime();
        assertThat(poller.await(5_000_000)).isZero();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
    }

    @Test
    void noWakeupIsEverLost() throws Exception {
        // Each round hangs for ever (and the test's time runs out) if a wake-up gets lost.
        int rounds = 20_000;
        AtomicInteger tasks = new AtomicInteger();
        Thread[] wakers = new Thread[2];
        for (int t = 0; t < wakers.length; t++) {
            wakers[t] = new Thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    tasks.incrementAndGet();
                    poller.wakeup();
                }
            });
            wakers[t].start();
        }
        while (tasks.get() < wakers.length * rounds) {
            poller.await(-1);
        }
        for (Thread waker : wakers) {
            waker.join();
        }
    }

    @Test
    void aWakeupAfterTheCloseTouchesNobodysDescriptor() throws Exception {
        EpollPoller closed = EpollPoller.open(LibC.load(), Architecture.current());
        closed.close();
        Pipe newcomer = descriptors.pipe();
        poller.add(newcomer.readEnd(), true, false);

        closed.wakeup();
        closed.close();

        assertThat(poller.await(0)).isZero();
        write(newcomer.writeEnd());
        assertThat(poller.await(LONG)).isOne();
        descriptors.close(newcomer.readEnd());
        descriptors.close(newcomer.writeEnd());
    }

    @Test
    void aTurnOfTheLoopAllocatesNothing() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuffer buffer = ByteBuffer.allocateDirect(16);
        poller.add(pipe.readEnd(), true, false);
        turns(2000, buffer);

        long before = threads.getCurrentThreadAllocatedBytes();
        turns(10_000, buffer);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // The measuring itself allocates a little.
        assertThat(allocated).isLessThan(10_000);
    }

    private void turns(int count, ByteBuffer buffer) throws OsException {
        for (int i = 0; i < count; i++) {
            poller.wakeup();
            descriptors.write(pipe.writeEnd(), buffer.clear().limit(1));
            poller.remove(pipe.readEnd());
            poller.add(pipe.readEnd(), true, false);
            poller.await(-1);
            descriptors.read(pipe.readEnd(), buffer.clear());
        }
    }
}
