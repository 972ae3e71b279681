package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileKind;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileTree;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

class PosixDescriptorsTest {
    private Path folder;
    private LibC libc;
    private PosixDescriptors descriptors;

    @BeforeEach
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        libc = LibC.load();
        descriptors = new PosixDescriptors(libc, Architecture.current());
    }

    @Test
    void bytesGoThroughAPipeAndThePositionsFollow() throws Exception {
        Pipe pipe = descriptors.pipe();
        ByteBuffer out = direct("0123456789").position(3).limit(8);
        assertThat(descriptors.write(pipe.writeEnd(), out)).isEqualTo(5);
        assertThat(out.remaining()).isZero();

        ByteBuffer in = ByteBuffer.allocateDirect(10).position(2).limit(6);
        assertThat(descriptors.read(pipe.readEnd(), in)).isEqualTo(4);
        assertThat(in.position()).isEqualTo(6);
        assertThat(text(in.flip().position(2))).isEqualTo("3456");

        descriptors.close(pipe.writeEnd());
        assertThat(descriptors.read(pipe.readEnd(), in.clear())).isOne();
        assertThat(descriptors.read(pipe.readEnd(), in.clear())).as("the end").isZero();
        descriptors.close(pipe.readEnd());
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }

    @Test
    void bothEndsOfAPipeBlockAndCloseOnExec() throws Exception {
        Pipe pipe = descriptors.pipe();

        for (int end : new int[] {pipe.readEnd(), pipe.writeEnd()}) {
            assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo/" + end)).get(1))
                    .startsWith("flags:\t020")
                    .endsWith(end == pipe.readEnd() ? "00000" : "00001");
            descriptors.close(end);
        }
    }

    @Test
    void nonBlockingEndsSayThatTheyWouldBlock() throws Exception {
        Pipe pipe = descriptors.pipe();
        descriptors.setNonBlocking(pipe.readEnd());
        descriptors.setNonBlocking(pipe.writeEnd());
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

        assertThat(descriptors.read(pipe.readEnd(), buffer)).isEqualTo(Descriptors.WOULD_BLOCK);
        while (descriptors.write(pipe.writeEnd(), buffer.clear()) > 0) {
            // until it is full
        }
        assertThat(descriptors.write(pipe.writeEnd(), buffer.clear())).isEqualTo(Descriptors.WOULD_BLOCK);
        assertThat(buffer.position()).isZero();
        descriptors.close(pipe.readEnd());
        assertThatThrownBy(() -> descriptors.write(pipe.writeEnd(), buffer))
                .hasMessage("cannot write to descriptor " + pipe.writeEnd() + ": EPIPE (Broken pipe)");
        descriptors.close(pipe.writeEnd());
    }

    @Test
    void buffersThatTheKernelCannotUseAreRefused() throws Exception {
        assertThatThrownBy(() -> descriptors.read(0, ByteBuffer.allocate(8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> descriptors.read(0, ByteBuffer.allocateDirect(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> descriptors.read(0, ByteBuffer.allocateDirect(8).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> descriptors.write(1, ByteBuffer.allocate(8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileIsCreatedWithItsModeAppendedToAndDescribed() throws Exception {
        Path file = folder.resolve("gr\u00FC\u00DFe.log");
        int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.APPEND;
        int descriptor = descriptors.open(file.toString(), flags, 0600);
        descriptors.write(descriptor, direct("hello"));
        descriptors.close(descriptor);
        descriptor = descriptors.open(file.toString(), flags, 0600);
        descriptors.write(descriptor, direct(" world"));

        FileStatus status = descriptors.status(descriptor);
        assertThat(Files.readString(file)).isEqualTo("hello world");
        assertThat(descriptors.seekEnd(descriptor)).isEqualTo(11);
        assertThat(status)
                .isEqualTo(new FileStatus(
                        FileKind.FILE,
                        11,
                        (Long) Files.getAttribute(file, "unix:ino"),
                        (Long) Files.getAttribute(file, "unix:dev"),
                        1,
                        (Integer) Files.getAttribute(file, "unix:uid"),
                        (Integer) Files.getAttribute(file, "unix:gid"),
                        0600));

        descriptors.chmod(descriptor, 0640);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        descriptors.close(descriptor);
    }

    @Test
    void theOwnerOfAFileChangesOrTheRefusalSaysWhy() throws Exception {
        Path file = folder.resolve("f");
        int descriptor = descriptors.open(file.toString(), OpenFlags.WRITE_ONLY | OpenFlags.CREATE, 0600);
        if (libc.geteuid() == 0) {
            descriptors.chown(descriptor, 65534, 65533);
            assertThat(List.of(Files.getAttribute(file, "unix:uid"), Files.getAttribute(file, "unix:gid")))
                    .isEqualTo(List.of(65534, 65533));
        } else {
            assertThatThrownBy(() -> descriptors.chown(descriptor, 0, 0))
                    .hasMessage("cannot change the owner of descriptor " + descriptor
                            + ": EPERM (Operation not permitted)");
        }
        descriptors.close(descriptor);
    }

    @Test
    void openingTellsWhatWentWrong() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));

        assertThatThrownBy(() -> descriptors.open("/nonexistent/x", OpenFlags.READ_ONLY, 0))
                .isInstanceOf(OsException.class)
                .hasMessage("cannot open /nonexistent/x: ENOENT (No such file or directory)");
        assertThatThrownBy(() -> descriptors.open("/tmp", OpenFlags.WRITE_ONLY, 0))
                .hasMessageEndingWith("EISDIR (Is a directory)");
        assertThatThrownBy(() -> descriptors.open(link.toString(), OpenFlags.READ_ONLY | OpenFlags.NO_FOLLOW, 0))
                .hasMessageEndingWith("ELOOP (Too many levels of symbolic links)");
        assertThatThrownBy(() -> descriptors.open("/tmp/a\0b", OpenFlags.READ_ONLY, 0))
                .hasMessage("cannot open /tmp/a\\0b (the path contains a NUL character; remove it):"
                        + " EINVAL (Invalid argument)");
        descriptors.close(descriptors.open(link.toString(), OpenFlags.READ_ONLY, 0));
    }

    @Test
    void devicesAndPipesAreNotRegularAndPipesHaveNoEnd() throws Exception {
        Pipe pipe = descriptors.pipe();
        int device = descriptors.open("/dev/null", OpenFlags.READ_WRITE, 0);

        assertThat(descriptors.status(pipe.readEnd()).regular()).isFalse();
        assertThat(descriptors.status(device).regular()).isFalse();
        assertThatThrownBy(() -> descriptors.seekEnd(pipe.readEnd()))
                .hasMessageEndingWith("descriptor " + pipe.readEnd() + ": ESPIPE (Illegal seek)");
        descriptors.close(pipe.readEnd());
        descriptors.close(pipe.writeEnd());
        descriptors.close(device);
    }

    @Test
    void namesThatAreNotUtf8CanBeOpened() throws Exception {
        String name = folder + "/caf\uDCE9";

        descriptors.close(descriptors.open(name, OpenFlags.WRITE_ONLY | OpenFlags.CREATE, 0600));

        int again = descriptors.open(name, OpenFlags.READ_ONLY, 0);
        assertThat(descriptors.status(again).regular()).isTrue();
        descriptors.close(again);
        try (NativeBlock path = libc.string(NativeText.encode(name))) {
            // JUnit's own clean-up could not name it.
            assertThat(libc.unlinkat(FileTree.WORKING_FOLDER, path.address(), 0))
                    .isZero();
        }
    }

    @Test
    void theErrorIsThatOfTheCallWhateverElseRuns() throws Exception {
        Thread[] threads = new Thread[4];
        AtomicInteger wrong = new AtomicInteger();
        for (int t = 0; t < threads.length; t++) {
            boolean even = t % 2 == 0;
            threads[t] = new Thread(() -> {
                byte[][] garbage = new byte[64][];
                for (int i = 0; i < 20_000; i++) {
                    garbage[i % 64] = new byte[4096];
                    int result = even ? libc.close(-1) : libc.kill(Integer.MAX_VALUE, 0);
                    if (result != (even ? -9 : -3)) {
                        wrong.incrementAndGet();
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong).hasValue(0);
    }

    @Test
    void readsAtAPlaceAndNothingBehindTheEnd() throws Exception {
        Files.writeString(folder.resolve("a"), "0123456789");
        int file = descriptors.open(folder.resolve("a").toString(), OpenFlags.READ_ONLY, 0);
        ByteBuffer buffer = ByteBuffer.allocateDirect(4);

        assertThat(descriptors.readAt(file, buffer, 8)).isEqualTo(2);
        assertThat(descriptors.readAt(file, buffer, 10)).isZero();

        assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString()).isEqualTo("89");
        descriptors.close(file);
    }
}
