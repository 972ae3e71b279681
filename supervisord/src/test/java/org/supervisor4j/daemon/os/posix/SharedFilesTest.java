package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.Pipe;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;

class SharedFilesTest {
    private final List<Integer> opened = new ArrayList<>();
    private Path folder;
    private PosixDescriptors descriptors;

    @BeforeEach
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        descriptors = new PosixDescriptors(LibC.load(), Architecture.current());
    }

    @AfterEach
    void closeAll() {
        opened.forEach(descriptors::close);
    }

    private int opened(String path, int flags) throws OsException {
        opened.add(descriptors.open(path, flags, 0600));
        return opened.get(opened.size() - 1);
    }

    private Pipe pipe() throws OsException {
        Pipe pipe = descriptors.pipe();
        opened.addAll(List.of(pipe.readEnd(), pipe.writeEnd()));
        return pipe;
    }

    @Test
    void theSameFileIsKnownByWhateverNameItWasOpened() throws Exception {
        String file = Files.writeString(folder.resolve("file"), "").toString();
        String other = Files.writeString(folder.resolve("other"), "").toString();
        Files.createLink(folder.resolve("hard"), Path.of(file));
        int one = opened(file, OpenFlags.WRITE_ONLY | OpenFlags.APPEND);

        assertThat(descriptors.isSame(one, opened(folder + "/hard", OpenFlags.READ_ONLY)))
                .isTrue();
        assertThat(descriptors.isSame(one, opened("/proc/self/fd/" + one, OpenFlags.PATH)))
                .isTrue();
        assertThat(descriptors.isSame(one, opened(other, OpenFlags.WRITE_ONLY))).isFalse();
        assertThat(descriptors.isSame(one, -1)).isFalse();
        assertThat(descriptors.isSame(-1, -1)).isFalse();
    }

    @Test
    void pipesAndDevicesAreKnownToo() throws Exception {
        Pipe pipe = pipe();
        int again = opened("/proc/self/fd/" + pipe.writeEnd(), OpenFlags.WRITE_ONLY);
        int nothing = opened("/dev/null", OpenFlags.WRITE_ONLY);

        assertThat(descriptors.isSame(pipe.writeEnd(), again)).isTrue();
        assertThat(descriptors.isSame(pipe.writeEnd(), pipe().writeEnd())).isFalse();
        assertThat(descriptors.isSame(nothing, opened("/dev/null", OpenFlags.READ_ONLY)))
                .isTrue();
        assertThat(descriptors.isSame(nothing, opened("/dev/zero", OpenFlags.READ_ONLY)))
                .isFalse();
        assertThat(descriptors.isSame(nothing, again)).isFalse();
    }

    @Test
    void whatMayBeWrittenAndWhatLiesInProcIsKnown() throws Exception {
        int nothing = opened("/dev/null", OpenFlags.READ_WRITE);
        int link = opened("/proc/self/fd/" + nothing, OpenFlags.PATH | OpenFlags.NO_FOLLOW);

        assertThat(descriptors.mayWrite(nothing)).isTrue();
        assertThat(descriptors.mayWrite(opened("/dev/null", OpenFlags.READ_ONLY)))
                .isFalse();
        assertThat(descriptors.mayWrite(-1)).isFalse();
        assertThat(descriptors.isOfProc(link)).isTrue();
        assertThat(descriptors.isOfProc(nothing)).isFalse();
    }

    @Test
    void aPipeThatBlocksIsWrittenAsLongAsItHasRoomAndNotWaitedFor() throws Exception {
        Pipe pipe = pipe();
        ByteBuffer much = ByteBuffer.allocateDirect(1 << 20);

        int written = 0;
        for (int count = 0; count != Descriptors.WOULD_BLOCK; written += Math.max(count, 0)) {
            count = descriptors.writeShared(pipe.writeEnd(), much);
            assertThat(count).isLessThanOrEqualTo(4096);
        }

        assertThat(written).isEqualTo(much.position()).isEqualTo(1 << 16);
        assertThat(much.limit()).isEqualTo(much.capacity());
        assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo/" + pipe.writeEnd())))
                .as("still one that blocks")
                .contains("flags:\t02000001");
    }

    @Test
    void aPipeThatNobodyReadsIsAnErrorAtOnce() throws Exception {
        Pipe pipe = descriptors.pipe();
        int copy = descriptors.duplicate(pipe.writeEnd());
        descriptors.close(pipe.writeEnd());
        descriptors.close(pipe.readEnd());
        opened.add(copy);

        assertThatThrownBy(() -> descriptors.writeShared(copy, ByteBuffer.allocateDirect(1)))
                .hasMessageEndingWith("EPIPE (Broken pipe)");
    }
}
