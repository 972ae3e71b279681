package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.sink.SinkFixture.unit;

import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;

class RotatingFileSinkTest {
    private final SinkFixture fixture = new SinkFixture();
    private final FakeKernel kernel = fixture.kernel();

    private RotatingFileSink sink(String path, long maxbytes, int backups) throws OsException {
        return new RotatingFileSink(path, maxbytes, backups, FileAccess.UNCHANGED, fixture.system());
    }

    private static OsException diskFull() {
        return new OsException("write to", "descriptor 3", FakeKernel.errno(Errno.ENOSPC, "ENOSPC"));
    }

    @AfterEach
    void nothingIsLeftOpen() {
        kernel.assertNothingIsOpen();
    }

    @Test
    void appendsToWhatIsThere() throws OsException {
        kernel.file("/log/web.log", "before ");

        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        sink.write(unit("after"));
        sink.close();

        assertThat(kernel.content("/log/web.log")).isEqualTo("before after");
    }

    @Test
    void itsOwnOutputBeginsBehindWhatWasThereAndAtTheStartSinceARotation() throws OsException {
        kernel.file("/log/web.log", "before ");
        RotatingFileSink sink = sink("/log/web.log", 10, 1);

        assertThat(sink.outputBegin()).isEqualTo(7);
        sink.write(unit("12345"));
        assertThat(sink.outputBegin()).isZero();
        sink.close();
        assertThat(sink.outputBegin()).isZero();
    }

    @Test
    void readersLearnWhereEachFileBegins() throws OsException {
        kernel.file("/log/web.log", "before ");
        RotatingFileSink sink = sink("/log/web.log", 10, 1);
        assertThat(begin("/log/web.log")).hasValue(0);

        sink.write(unit("12345"));
        assertThat(begin("/log/web.log")).hasValue(12);
        sink.write(unit("1234567890"));
        assertThat(begin("/log/web.log")).hasValue(22);
        assertThat(begin("/log/web.log.1")).hasValue(12);
        sink.clear();
        assertThat(begin("/log/web.log")).hasValue(22);
        sink.close();
        assertThat(begin("/log/web.log")).isEmpty();
    }

    private OptionalLong begin(String path) throws OsException {
        int descriptor = kernel.paths().open(path, OpenFlags.READ_ONLY, 0);
        try {
            return fixture.system().starts().of(kernel.status(descriptor));
        } finally {
            kernel.close(descriptor);
        }
    }

    @Test
    void aFileThatWasRenamedAndIsOpenedAgainIsAllItsOwn() throws OsException {
        kernel.file("/log/web.log", "before ");
        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        sink.reopen();
        assertThat(sink.outputBegin()).isEqualTo(7);

        kernel.rename("/log/web.log", "/log/old.log");
        sink.reopen();

        assertThat(sink.outputBegin()).isZero();
        sink.close();
    }

    @Test
    void aNewFileIsReadableByWhoeverTheUmaskAllows() throws OsException {
        sink("/log/web.log", 0, 0).close();

        assertThat(kernel.modeOf("/log/web.log")).isEqualTo(0666);
    }

    @Test
    void aFolderIsNotALog() {
        kernel.folder("/log/web.log", FakeKernel.US, 0755);

        assertThatThrownBy(() -> sink("/log/web.log", 0, 0))
                .isInstanceOfSatisfying(
                        OsException.class, e -> assertThat(e.errno().name()).isEqualTo("EISDIR"));
    }

    @Test
    void whatSomebodyElseWroteCountsForTheSize() throws OsException {
        RotatingFileSink sink = sink("/log/web.log", 10, 1);
        sink.write(unit("1234"));
        RotatingFileSink other = sink("/log/web.log", 0, 0);
        other.write(unit("5678"));

        sink.write(unit("90"));

        assertThat(kernel.listing("/log")).isEqualTo("web.log= web.log.1=1234567890");
        sink.close();
        other.close();
    }

    @Test
    void aFullDiskIsToldOnceAndItsEndWithWhatWasLost() throws OsException {
        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        kernel.failWritesTo("/log/web.log", diskFull());
        sink.write(unit("12345"));
        sink.write(unit("678"));

        kernel.failWritesTo("/log/web.log", null);
        fixture.advanceSeconds(11);
        sink.write(unit("again"));

        assertThat(kernel.content("/log/web.log")).isEqualTo("again");
        assertThat(fixture.log().lines())
                .containsExactly(
                        "ERRO cannot write /log/web.log: ENOSPC (said the fake);"
                                + " what is to be written is lost until that is mended",
                        "WARN /log/web.log is being written again; 8 bytes were lost");
        sink.close();
    }

    @Test
    void aDiskOnTheEdgeOfBeingFullIsOneBurst() throws OsException {
        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        for (int i = 0; i < 20; i++) {
            kernel.failWritesTo("/log/web.log", diskFull());
            sink.write(unit("x"));
            kernel.failWritesTo("/log/web.log", null);
            sink.write(unit("y"));
        }

        assertThat(fixture.log().lines()).hasSize(1);
        sink.close();
        assertThat(fixture.log().lines()).last().isEqualTo("WARN /log/web.log was closed; 20 bytes were lost");
    }

    @Test
    void aRotationThatFailsKeepsTheFileAndIsTriedAgainLater() throws OsException {
        RotatingFileSink sink = sink("/log/web.log", 4, 1);
        kernel.refuseRenameTo("/log/web.log.1");
        sink.write(unit("12345"));
        sink.write(unit("678"));
        assertThat(kernel.content("/log/web.log")).isEqualTo("12345678");

        kernel.refuseRenameTo("");
        fixture.advanceSeconds(2);
        sink.write(unit("9"));

        assertThat(kernel.listing("/log")).isEqualTo("web.log= web.log.1=123456789");
        assertThat(fixture.log().lines())
                .containsExactly("ERRO cannot rotate /log/web.log:"
                        + " cannot rename /log/web.log to /log/web.log.1: EACCES (said the fake); it goes on growing");
        sink.close();
    }

    @Test
    void filesAreNotShiftedAgainAndAgainWhenNoNewOneCanBeMade() throws OsException {
        kernel.file("/log/web.log.1", "old");
        RotatingFileSink sink = sink("/log/web.log", 4, 2);
        kernel.refuseCreating("/log/web.log");
        for (int i = 0; i < 5; i++) {
            sink.write(unit("12345"));
            fixture.advanceSeconds(2);
        }
        assertThat(kernel.listing("/log")).isEqualTo("web.log.1=" + "12345".repeat(5) + " web.log.2=old");

        kernel.refuseCreating("");
        sink.write(unit("6"));
        sink.write(unit("7"));

        assertThat(kernel.listing("/log")).isEqualTo("web.log=7 web.log.1=" + "12345".repeat(5) + "6 web.log.2=old");
        sink.close();
    }

    @Test
    void reopeningFollowsARename() throws OsException {
        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        sink.write(unit("old"));
        kernel.rename("/log/web.log", "/log/web.log.moved");

        sink.reopen();
        sink.write(unit("new"));

        assertThat(kernel.listing("/log")).isEqualTo("web.log=new web.log.moved=old");
        sink.close();
    }

    @Test
    void aReopenThatFailsLeavesTheOldFileInUse() throws OsException {
        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        kernel.rename("/log/web.log", "/log/moved");
        kernel.refuseCreating("/log/web.log");

        assertThatThrownBy(sink::reopen).isInstanceOf(OsException.class);
        sink.write(unit("still"));

        assertThat(kernel.content("/log/moved")).isEqualTo("still");
        sink.close();
    }

    @Test
    void clearingRemovesTheFileAndLeavesTheBackups() throws OsException {
        kernel.file("/log/web.log.1", "backup");
        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        sink.write(unit("text"));

        sink.clear();

        assertThat(kernel.listing("/log")).isEqualTo("web.log= web.log.1=backup");
        assertThat(kernel.calls()).containsExactly("unlink /log/web.log");
        sink.close();
    }

    @Test
    void clearingAFileThatIsGoneMakesANewOne() throws OsException {
        RotatingFileSink sink = sink("/log/web.log", 0, 0);
        kernel.unlink("/log/web.log");

        sink.clear();

        assertThat(kernel.exists("/log/web.log")).isTrue();
        sink.close();
    }

    @Test
    void aTargetWithoutAPositionDoesNotRotateAndSaysSo() throws OsException {
        kernel.fifo("/log/fifo", 1000);

        RotatingFileSink sink = sink("/log/fifo", 4, 2);
        sink.write(unit("12345"));
        sink.write(unit("67890"));

        assertThat(sink.ignoresMaxbytes()).isTrue();
        assertThat(kernel.content("/log/fifo")).isEqualTo("1234567890");
        sink.close();
    }

    @Test
    void theNullDeviceTakesAnySizeLimitInSilence() throws OsException {
        kernel.folder("/dev", FakeKernel.ROOT, 0755).nullDevice("/dev/null");

        RotatingFileSink sink = sink("/dev/null", 4, 2);
        sink.write(unit("12345"));
        sink.clear();
        sink.close();

        assertThat(sink.ignoresMaxbytes()).isFalse();
        assertThat(kernel.calls()).isEmpty();
    }

    @Test
    void standardOutputIsNeverRenamedOrRemovedEvenIfItIsAFile() throws OsException {
        kernel.folder("/dev", FakeKernel.ROOT, 0755).folder("/proc/self/fd", FakeKernel.US, 0555);
        kernel.link("/dev/stdout", "/proc/self/fd/1", FakeKernel.ROOT).file("/log/all", "");
        kernel.procLink("/proc/self/fd/1", "/log/all", FakeKernel.US);

        RotatingFileSink sink = sink("/dev/stdout", 4, 2);
        sink.write(unit("12345"));
        sink.clear();
        sink.close();

        assertThat(sink.ignoresMaxbytes()).isTrue();
        assertThat(kernel.calls()).isEmpty();
        assertThat(kernel.content("/log/all")).isEqualTo("12345");
    }

    @Test
    void aSocketThatWeWereGivenTakesNoMoreThanItCanAndIsLeftOpen() throws OsException {
        kernel.folder("/proc/self/fd", FakeKernel.US, 0555).socket("socket:[7]", 3);
        kernel.procLink("/proc/self/fd/1", "socket:[7]", FakeKernel.US);
        kernel.give(1, "socket:[7]", true);

        RotatingFileSink sink = sink("/proc/self/fd/1", 4, 2);
        assertThat(sink.isSameAs(1)).isTrue();
        assertThat(sink.waitsFor()).isEqualTo(-1);
        assertThat(sink.write(unit("12345"))).isFalse();
        assertThat(sink.waitsFor()).isGreaterThan(2);
        kernel.makeRoom("socket:[7]", 10);
        assertThat(sink.resume()).isTrue();
        sink.reopen();
        sink.write(unit("678"));
        sink.clear();
        sink.close();

        assertThat(kernel.content("socket:[7]")).isEqualTo("12345678");
        assertThat(sink.ignoresMaxbytes()).isTrue();
        assertThat(kernel.calls()).isEmpty();
    }

    @Test
    void whatAFifoCantTakeIsKeptInOrder() throws OsException {
        kernel.fifo("/log/fifo", 3);
        RotatingFileSink sink = sink("/log/fifo", 0, 0);

        assertThat(sink.write(unit("12345"))).isFalse();
        assertThat(sink.waitsFor()).isPositive();
        assertThat(sink.write(unit("678"))).isFalse();
        kernel.makeRoom("/log/fifo", 3);
        assertThat(sink.resume()).isFalse();
        kernel.makeRoom("/log/fifo", 100);
        assertThat(sink.resume()).isTrue();

        assertThat(sink.waitsFor()).isEqualTo(-1);
        assertThat(kernel.content("/log/fifo")).isEqualTo("12345678");
        sink.close();
    }

    @Test
    void whatIsGivenUpIsCounted() throws OsException {
        kernel.fifo("/log/fifo", 3);
        RotatingFileSink sink = sink("/log/fifo", 0, 0);
        sink.write(unit("12345"));

        sink.close();

        assertThat(fixture.log().lines()).last().isEqualTo("WARN /log/fifo was closed; 2 bytes were lost");
    }
}
