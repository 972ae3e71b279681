package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;

class LogFileOpeningTest {
    private static final String LOG = "/log/web.log";
    private static final FileAccess PRIVATE = new FileAccess(0640, 33, 4);

    private final SinkFixture fixture = new SinkFixture();
    private final FakeKernel kernel = fixture.kernel();

    @AfterEach
    void nothingIsLeftOpen() {
        kernel.assertNothingIsOpen();
    }

    private void openAndClose(String path, FileAccess access) throws OsException {
        kernel.close(new LogFileOpening(path, access, fixture.system()).open().descriptor());
    }

    @Test
    void aNewFileIsItsMakersAloneUntilItHasOwnerAndMode() throws Exception {
        openAndClose(LOG, PRIVATE);

        assertThat(kernel.changes()).containsExactly("create " + LOG + " 600", "chown 33:4", "chmod 640");
        assertThat(kernel.accessTo(LOG)).isEqualTo("640 33:4");
    }

    @Test
    void aModeWithoutTheOwnersRightsIsNotWiderForAMoment() throws Exception {
        openAndClose(LOG, new FileAccess(0040, FileAccess.ANY, FileAccess.ANY));

        assertThat(kernel.changes()).containsExactly("create " + LOG + " 0", "chmod 40");
    }

    @Test
    void whatIsNotAskedForIsLeftAlone() throws Exception {
        kernel.file(LOG, "old", FakeKernel.SOMEBODY);

        openAndClose(LOG, FileAccess.UNCHANGED);
        openAndClose(LOG, new FileAccess(0644, FakeKernel.SOMEBODY, FileAccess.ANY));

        assertThat(kernel.changes()).isEmpty();
        assertThat(kernel.content(LOG)).isEqualTo("old");
    }

    @Test
    void anOwnerWithoutAGroupKeepsTheGroup() throws Exception {
        kernel.file(LOG, "old");

        openAndClose(LOG, new FileAccess(FileAccess.ANY, 33, FileAccess.ANY));

        assertThat(kernel.accessTo(LOG)).isEqualTo("644 33:0");
    }

    @Test
    void aLinkIsRefusedWhoseverItIs() {
        kernel.file("/log/target", "").link(LOG, "/log/target", FakeKernel.ROOT);

        assertThatThrownBy(() -> openAndClose(LOG, PRIVATE))
                .isInstanceOf(OsException.class)
                .hasMessageContaining("ELOOP");
        assertThat(kernel.accessTo("/log/target")).isEqualTo("644 500:0");
    }

    @Test
    void aFileWithASecondNameIsRefusedAndTheReasonTold() {
        kernel.file("/secret", "", FakeKernel.ROOT).hardLink("/secret", LOG);

        assertThatThrownBy(() -> openAndClose(LOG, PRIVATE))
                .isInstanceOf(OsException.class)
                .hasMessageContaining("EPERM");
        assertThat(kernel.accessTo("/secret")).isEqualTo("644 0:0");
        assertThat(fixture.log().lines())
                .singleElement()
                .asString()
                .contains("cannot set mode and owner of " + LOG)
                .contains("hard links");
    }

    @Test
    void aFileOfAnotherUserThatWasThereBeforeIsLeftAsItIsAndTheReasonTold() {
        kernel.file(LOG, "his", FakeKernel.SOMEBODY);

        assertThatThrownBy(() -> new LogFileOpening(LOG, PRIVATE, fixture.system()).openEmpty())
                .isInstanceOf(OsException.class)
                .hasMessageContaining("EPERM");
        assertThat(kernel.accessTo(LOG)).isEqualTo("644 1000:0");
        assertThat(kernel.content(LOG)).isEqualTo("his");
        assertThat(fixture.log().lines()).singleElement().asString().contains("another user (uid 1000)");
    }

    @Test
    void aFileThatHasItsOwnerAlreadyGetsItsMode() throws Exception {
        kernel.file(LOG, "old", FakeKernel.SOMEBODY);

        openAndClose(LOG, new FileAccess(0640, FakeKernel.SOMEBODY, FileAccess.ANY));

        assertThat(kernel.accessTo(LOG)).isEqualTo("640 1000:0");
    }

    @Test
    void whatIsNoOrdinaryFileIsRefused() {
        kernel.fifo(LOG, 10);

        assertThatThrownBy(() -> openAndClose(LOG, PRIVATE))
                .isInstanceOf(OsException.class)
                .hasMessageContaining("EPERM");
    }

    @Test
    void rotationGivesTheNewFileTheSameAndLeavesTheBackupItsOwn() throws Exception {
        var sink = new RotatingFileSink(LOG, 3, 2, PRIVATE, fixture.system());

        sink.write(SinkFixture.unit("abc"));
        sink.write(SinkFixture.unit("d"));

        assertThat(kernel.accessTo(LOG)).isEqualTo("640 33:4");
        assertThat(kernel.accessTo(LOG + ".1")).isEqualTo("640 33:4");
        sink.close();
    }

    @Test
    void reopeningAndClearingGiveANewFileTheSame() throws Exception {
        var sink = new RotatingFileSink(LOG, 0, 0, PRIVATE, fixture.system());
        kernel.rename(LOG, "/log/moved");
        sink.reopen();
        assertThat(kernel.accessTo(LOG)).isEqualTo("640 33:4");

        sink.clear();

        assertThat(kernel.accessTo(LOG)).isEqualTo("640 33:4");
        sink.close();
    }
}
