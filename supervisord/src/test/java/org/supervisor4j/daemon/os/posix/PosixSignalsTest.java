package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;

/** Signals to ourselves, of kinds that neither the JVM nor the test runner uses. */
class PosixSignalsTest {
    private static final int SIGUSR1 = 10;
    private static final int SIGWINCH = 28;

    /** A real-time signal: those queue up instead of merging. */
    private static final int QUEUED = 40;

    private LibC libc;
    private PosixDescriptors descriptors;
    private PosixSignals signals;
    private EpollPoller poller;
    private int us;

    @BeforeEach
    void open() throws Exception {
        Architecture architecture = Architecture.current();
        libc = LibC.load();
        descriptors = new PosixDescriptors(libc, architecture);
        signals = PosixSignals.install(libc, architecture, descriptors);
        poller = EpollPoller.open(libc, architecture);
        us = libc.getpid();
    }

    @AfterEach
    void close() {
        poller.close();
        signals.close();
    }

    @Test
    void aCaughtSignalMakesItsDescriptorReadableAndIsCountedOnce() throws Exception {
        int descriptor = signals.catchSignal(SIGUSR1);
        poller.add(descriptor, true, false);
        assertThat(poller.await(0)).isZero();

        signals.kill(us, SIGUSR1);

        assertThat(awaitReady()).isEqualTo(descriptor);
        assertThat(signals.take(descriptor)).isOne();
        assertThat(signals.take(descriptor)).isZero();
        assertThat(poller.await(0)).isZero();
    }

    /** An await that the signal itself interrupts returns early. */
    private int awaitReady() throws OsException {
        long start = System.nanoTime();
        while (poller.await(1_000_000_000L) == 0) {
            assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
        }
        return poller.descriptor(0);
    }

    @Test
    void eachSignalHasItsOwnDescriptorAndKeepsIt() throws Exception {
        int first = signals.catchSignal(SIGUSR1);
        int second = signals.catchSignal(SIGWINCH);
        assertThat(second).isNotEqualTo(first);
        assertThat(signals.catchSignal(SIGUSR1)).isEqualTo(first);
        poller.add(first, true, false);
        poller.add(second, true, false);

        signals.kill(us, SIGWINCH);

        assertThat(awaitReady()).isEqualTo(second);
        assertThat(signals.take(first)).isZero();
        assertThat(signals.take(second)).isOne();
    }

    @Test
    void noneOfAThousandQueuedSignalsIsMissedWhateverThreadsAreDoing() throws Exception {
        int descriptor = signals.catchSignal(QUEUED);
        Thread[] busy = new Thread[3];
        long[] sums = new long[busy.length];
        for (int t = 0; t < busy.length; t++) {
            int index = t;
            busy[t] = new Thread(() -> {
                for (int i = 0; i < 20_000_000; i++) {
                    sums[index] += i ^ (i >>> 3);
                }
            });
            busy[t].start();
        }
        for (int i = 0; i < 1000; i++) {
            signals.kill(us, QUEUED);
        }
        for (Thread thread : busy) {
            thread.join();
        }
        poller.add(descriptor, true, false);
        long seen = 0;
        while (seen < 1000) {
            awaitReady();
            seen += signals.take(descriptor);
        }

        assertThat(seen).isEqualTo(1000);
        assertThat(sums).containsOnly(sums[0]);
    }

    @Test
    void aSignalLeavesTheErrorNumberOfAnInterruptedCallAlone() throws Exception {
        int descriptor = signals.catchSignal(QUEUED);
        Thread sender = new Thread(() -> {
            for (int i = 0; i < 2000; i++) {
                libc.kill(us, QUEUED);
            }
        });
        sender.start();
        int wrong = 0;
        while (sender.isAlive()) {
            wrong += libc.close(-1) == -9 ? 0 : 1;
        }
        sender.join();

        assertThat(wrong).isZero();
        assertThat(signals.take(descriptor)).isPositive();
    }

    @Test
    void anIgnoredSignalDoesNothing() throws Exception {
        signals.ignore(SIGUSR1);

        // By default it would end this JVM.
        signals.kill(us, SIGUSR1);

        assertThat(hasBit("SigIgn", SIGUSR1)).isTrue();
    }

    @Test
    void closingRestoresWhatWasBeforeTheFirstChange() throws Exception {
        boolean caught = hasBit("SigCgt", SIGUSR1);
        boolean ignored = hasBit("SigIgn", SIGUSR1);
        signals.catchSignal(SIGUSR1);
        signals.ignore(SIGUSR1);
        signals.catchSignal(SIGUSR1);
        assertThat(hasBit("SigCgt", SIGUSR1)).isTrue();
        int before = ProcessFixture.openDescriptors();

        signals.close();

        assertThat(hasBit("SigCgt", SIGUSR1)).isEqualTo(caught);
        assertThat(hasBit("SigIgn", SIGUSR1)).isEqualTo(ignored);
        assertThat(ProcessFixture.openDescriptors()).isEqualTo(before - 1);
    }

    private static boolean hasBit(String mask, int signal) throws Exception {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith(mask))
                .findFirst()
                .orElseThrow();
        long bits = Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1), 16);
        return (bits >> (signal - 1) & 1) == 1;
    }

    @Test
    void signalsThatCannotBeCaughtAreRefusedAndLeaveNoDescriptor() {
        int before = ProcessFixture.openDescriptors();

        for (int signal : new int[] {9, 19, 0, 65, 1000, -1}) {
            assertThatThrownBy(() -> signals.catchSignal(signal))
                    .isInstanceOf(OsException.class)
                    .hasMessageStartingWith("cannot catch ")
                    .hasMessageEndingWith(": EINVAL (Invalid argument)");
        }
        assertThat(ProcessFixture.openDescriptors()).isEqualTo(before);
    }

    @Test
    void sendingToNobodyNamesTheProcessOrGroup() {
        assertThatThrownBy(() -> signals.kill(999_999_999, 15))
                .hasMessage("cannot send SIGTERM to process 999999999: ESRCH (No such process)");
        assertThatThrownBy(() -> signals.kill(-999_999_999, 1))
                .hasMessage("cannot send SIGHUP to process group 999999999: ESRCH (No such process)");
    }
}
