package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;

/** Real children, pipes, files and devices. */
class OutputLoopIT {
    private static PosixSystem system;

    private final Path folder;

    OutputLoopIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void openTheSystem() throws UnsupportedPlatformException {
        system = PosixSystem.open();
    }

    /** Counts what it hears. */
    private static final class Counting implements ChannelObserver {
        final AtomicLong bytes = new AtomicLong();
        final AtomicInteger ends = new AtomicInteger();

        @Override
        public void onData(byte[] data, Runnable done) {
            bytes.addAndGet(data.length);
            done.run();
        }

        @Override
        public void onCommunication(byte[] data, Runnable done) {
            throw new AssertionError("not expected");
        }

        @Override
        public void onClosed() {
            ends.incrementAndGet();
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static int openDescriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return (int) entries.count();
        }
    }

    @Test
    void everythingAChildWroteIsInItsLogWhenItsChannelIsClosed() throws Exception {
        int before = openDescriptors();
        Counting heard = new Counting();
        try (RealChildren children = new RealChildren(system)) {
            for (int i = 0; i < 20; i++) {
                OutputChannel channel = children.open(RealChildren.spec(path("log" + i), 0, 0, true), heard);
                int pid = children.start(channel, "seq 1 20000");
                children.awaitEnd(pid);

                RealChildren.await(channel.drainAndClose());

                assertThat(folder.resolve("log" + i)).hasContent(numbers(20_000));
                assertThat(heard.ends).hasValue(i + 1);
                assertThat(heard.bytes).hasValue((i + 1L) * numbers(20_000).length());
            }
            assertThat(children.log().lines()).isEmpty();
        }
        assertThat(openDescriptors()).isEqualTo(before);
    }

    @Test
    void aGrandchildThatGoesOnWritingDoesNotHoldUpTheEnd() throws Exception {
        try (RealChildren children = new RealChildren(system)) {
            OutputChannel channel = children.open(RealChildren.spec("/dev/null", 0, 0, false), new Counting());
            int pid = children.start(channel, "yes & exit 0");
            children.awaitEnd(pid);

            // The grandchild ends when nobody reads it any more.
            RealChildren.await(channel.drainAndClose());
        }
    }

    @Test
    void rotatedFilesTogetherHoldEveryByte() throws Exception {
        try (RealChildren children = new RealChildren(system)) {
            OutputChannel channel = children.open(RealChildren.spec(path("log"), 100_000, 99, false), new Counting());
            int pid = children.start(channel, "seq 1 200000");
            children.awaitEnd(pid);
            RealChildren.await(channel.drainAndClose());
        }

        StringBuilder all = new StringBuilder();
        int files = folder.toFile().list().length;
        for (int number = files - 1; number > 0; number--) {
            all.append(Files.readString(folder.resolve("log." + number)));
            assertThat(Files.size(folder.resolve("log." + number))).isGreaterThanOrEqualTo(100_000);
        }
        all.append(Files.readString(folder.resolve("log")));
        assertThat(files).isGreaterThan(4);
        assertThat(all).hasToString(numbers(200_000));
    }

    @Test
    void whatCantBeALogFailsWithItsReason() throws Exception {
        Files.createDirectory(folder.resolve("log"));
        run("mkfifo " + path("fifo"));
        try (RealChildren children = new RealChildren(system)) {
            assertOpeningFails(children, path("log"), "EISDIR");
            assertOpeningFails(children, path("missing/log"), "ENOENT");
            // Nobody reads it: the original would wait here, with all that it supervises.
            assertOpeningFails(children, path("fifo"), "ENXIO");
        }
    }

    private void assertOpeningFails(RealChildren children, String path, String errno) {
        assertThatThrownBy(() -> children.open(RealChildren.spec(path, 0, 0, false), new Counting()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OsException.class)
                .hasMessageContaining("cannot open " + path + ": " + errno);
    }

    private static void run(String command) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor())
                .isZero();
    }

    @Test
    void aFifoThatIsReadSlowlyHoldsUpItsChildAndLosesNothing() throws Exception {
        run("mkfifo " + path("fifo"));
        int reader = system.descriptors().open(path("fifo"), OpenFlags.READ_ONLY | OpenFlags.NON_BLOCKING, 0);
        try (RealChildren children = new RealChildren(system)) {
            OutputChannel slow = children.open(RealChildren.spec(path("fifo"), 0, 0, false), new Counting());
            int pid = children.start(slow, "seq 1 200000");
            OutputChannel other = children.open(RealChildren.spec(path("other"), 0, 0, false), new Counting());
            int otherPid = children.start(other, "seq 1 1000");
            children.awaitEnd(otherPid);
            RealChildren.await(other.drainAndClose());
            assertThat(folder.resolve("other")).hasContent(numbers(1000));

            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> readAll(reader, 200_000));
            children.awaitEnd(pid);
            RealChildren.await(slow.drainAndClose());

            assertThat(read.get()).isEqualTo(numbers(200_000));
            assertThat(children.log().lines()).isEmpty();
        }
        system.descriptors().close(reader);
    }

    /** Reads until the line with the last number has come. */
    private static String readAll(int descriptor, int lastNumber) {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        try (var poller = system.pollers().open()) {
            poller.add(descriptor, true, false);
            while (text.indexOf(lastNumber + "\n", Math.max(0, text.length() - 20)) < 0) {
                poller.await(-1);
                buffer.clear();
                if (system.descriptors().read(descriptor, buffer) > 0) {
                    text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                }
            }
            poller.remove(descriptor);
        } catch (OsException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    @Test
    void aFullDiskIsCountedAndToldOnce() throws Exception {
        try (RealChildren children = new RealChildren(system)) {
            OutputChannel channel = children.open(RealChildren.spec("/dev/full", 0, 0, false), new Counting());
            int pid = children.start(channel, "seq 1 100000");
            children.awaitEnd(pid);
            RealChildren.await(channel.drainAndClose());

            assertThat(children.log().lines())
                    .containsExactly(
                            "ERRO cannot write /dev/full: ENOSPC (No space left on device);"
                                    + " what is to be written is lost until that is mended",
                            "WARN /dev/full was closed; " + numbers(100_000).length() + " bytes were lost");
        }
    }

    @Test
    void linksOfOursAreFollowedToTheirEnd() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("second"));
        Files.createSymbolicLink(folder.resolve("second"), folder.resolve("target"));
        try (RealChildren children = new RealChildren(system)) {
            OutputChannel channel = children.open(RealChildren.spec(path("link"), 0, 0, false), new Counting());
            channel.inject("text".getBytes(StandardCharsets.UTF_8));
            RealChildren.await(channel.drainAndClose());
        }

        assertThat(folder.resolve("target")).hasContent("text");
    }

    @Test
    void shutdownWritesWhatIsThereAndClosesEverything() throws Exception {
        int before = openDescriptors();
        Counting heard = new Counting();
        RealChildren children = new RealChildren(system);
        OutputChannel channel = children.open(RealChildren.spec(path("log"), 0, 0, true), heard);
        int pid = children.start(channel, "seq 1 5000");
        children.awaitEnd(pid);

        children.close();

        assertThat(folder.resolve("log")).hasContent(numbers(5000));
        assertThat(heard.ends).hasValue(1);
        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(channel.drainAndClose()).isCompleted();
        assertThat(channel.clear()).isCompleted();
        assertThat(openLate(children)).isInstanceOf(ExecutionException.class).hasMessageContaining("has ended");
    }

    private Throwable openLate(RealChildren children) {
        try {
            children.open(RealChildren.spec(path("late"), 0, 0, false), new Counting());
            throw new AssertionError("opened " + path("late"));
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void muchOutputMakesNoGarbage() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (RealChildren children = new RealChildren(system)) {
            children.eventually("both loops run", () -> loops().length == RealChildren.LOOPS);
            long[] loops = loops();
            pump(children, "head -c 60000000 /dev/zero");
            long before = allocatedBy(threads, loops);

            pump(children, "head -c 200000000 /dev/zero");

            // Opening, closing and four rotations make some 4 KB each; one object for each of 1500 reads would be 36
            // KB.
            assertThat(allocatedBy(threads, loops) - before).isLessThan(40_000);
        }
    }

    private void pump(RealChildren children, String script) throws Exception {
        OutputChannel channel = children.open(RealChildren.spec(path("log"), 50_000_000, 1, false), new Counting());
        children.awaitEnd(children.start(channel, script));
        RealChildren.await(channel.drainAndClose());
    }

    private static long[] loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("output-loop-"))
                .mapToLong(Thread::getId)
                .toArray();
    }

    private static long allocatedBy(ThreadMXBean threads, long[] ids) {
        return LongStream.of(threads.getThreadAllocatedBytes(ids)).sum();
    }
}
