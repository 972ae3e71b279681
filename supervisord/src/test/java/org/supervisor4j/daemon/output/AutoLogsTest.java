package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.output.ChannelSpec.Channel;
import org.supervisor4j.daemon.sink.FakeKernel;
import org.supervisor4j.daemon.sink.RecordingLog;

class AutoLogsTest {
    private final FakeKernel kernel = new FakeKernel().folder("/tmp", FakeKernel.ROOT, 01777);
    private final RecordingLog log = new RecordingLog();

    private AutoLogs logs(String identifier) {
        return new AutoLogs("/tmp", identifier, kernel, kernel.paths());
    }

    @AfterEach
    void nothingIsLeftOpen() {
        kernel.assertNothingIsOpen();
    }

    private void removeOld(AutoLogs logs) {
        logs.remove(logs.find(log), log);
    }

    @Test
    void aNewFileCarriesProcessChannelAndIdentifierAndIsOursAlone() throws OsException {
        String path = logs("supervisor").create("web", Channel.STDERR);

        assertThat(path).matches("/tmp/web-stderr---supervisor-[a-z0-9_]{8}\\.log");
        assertThat(kernel.modeOf(path)).isEqualTo(0600);
        assertThat(logs("supervisor").create("web", Channel.STDERR)).isNotEqualTo(path);
    }

    @Test
    void aRelativeFolderIsThatOfTheProcess() throws OsException {
        kernel.link("/proc/self/cwd", "/tmp", FakeKernel.US).folder("/tmp/logs", FakeKernel.US, 0755);
        AutoLogs logs = new AutoLogs("./logs", "supervisor", kernel, kernel.paths());

        assertThat(logs.create("web", Channel.STDOUT)).startsWith("/tmp/logs/web-stdout---supervisor-");
    }

    @Test
    void aFolderThatIsMissingIsTold() {
        AutoLogs logs = new AutoLogs("/nowhere", "supervisor", kernel, kernel.paths());

        assertThatThrownBy(() -> logs.create("web", Channel.STDOUT)).hasMessageContaining("ENOENT");
        removeOld(logs);
        assertThat(log.lines()).containsExactly("WARN Could not clear childlog dir");
    }

    @Test
    void oldFilesAndTheirBackupsAreRemoved() throws OsException {
        AutoLogs logs = logs("supervisor");
        String path = logs.create("web", Channel.STDOUT);
        kernel.file(path + ".1", "").file("/tmp/x---supervisor-aB3.log.12", "");

        removeOld(logs);

        assertThat(kernel.listing("/tmp")).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whatIsNotOursStays() {
        kernel.file("/tmp/web-stdout---supervisor-aaaaaaaa.log", "", FakeKernel.SOMEBODY)
                .file("/tmp/web-stdout---other-aaaaaaaa.log", "")
                .file("/tmp/---supervisor-aaaaaaaa.log", "")
                .file("/tmp/web-stdout---supervisor-with blank.log", "")
                .file("/tmp/notes.log", "");
        String before = kernel.listing("/tmp");

        removeOld(logs("supervisor"));

        assertThat(kernel.listing("/tmp")).isEqualTo(before);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void theIdentifierIsTextAndNoPattern() {
        kernel.file("/tmp/web-stdout---abc-aaaaaaaa.log", "").file("/tmp/web-stdout---.*-aaaaaaaa.log", "");

        removeOld(logs(".*"));

        assertThat(kernel.listing("/tmp")).isEqualTo("web-stdout---abc-aaaaaaaa.log=");
    }

    @Test
    void whatCantBeRemovedIsToldAndLeft() {
        kernel.folder("/tmp/web-stdout---supervisor-aaaaaaaa.log", FakeKernel.US, 0755);

        removeOld(logs("supervisor"));

        assertThat(log.lines()).containsExactly("WARN Failed to clean up '/tmp/web-stdout---supervisor-aaaaaaaa.log'");
    }
}
