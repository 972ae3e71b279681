package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.sink.FakeKernel;
import org.supervisor4j.model.LogTail;

class LogFileReaderTest {
    private final FakeKernel kernel = new FakeKernel();
    private final LogFileReader reader = new LogFileReader(kernel, kernel.paths());

    @AfterEach
    void nothingIsLeftOpen() {
        kernel.assertNothingIsOpen();
    }

    @Test
    void aMissingFileIsNamedInTheFault() {
        assertThatThrownBy(() -> reader.read("/log", 0, 0)).hasMessage("NO_FILE: /log");
        assertThat(reader.tail("/log", 5, 5)).isEqualTo(new LogTail("", 0, false));
    }

    @Test
    void aProcessWithoutALogHasNoFile() {
        assertThatThrownBy(() -> reader.read("", 0, 0)).hasMessage("NO_FILE");
        assertThat(reader.tail("", 5, 5)).isEqualTo(new LogTail("", 0, false));
    }

    @Test
    void whatIsMissingIsToldBeforeBadArguments() {
        assertThatThrownBy(() -> reader.read("/log", -5, 3)).hasMessage("NO_FILE: /log");
    }

    @Test
    void aFifoIsNeverRead() {
        kernel.fifo("/log", 10);

        assertThatThrownBy(() -> reader.read("/log", 0, 0)).hasMessage("FAILED");
        assertThat(reader.tail("/log", 7, 5)).isEqualTo(new LogTail("", 7, false));
    }

    @Test
    void aFolderIsNeverRead() {
        kernel.folder("/log", FakeKernel.ROOT, 0755);

        assertThatThrownBy(() -> reader.read("/log", 0, 0)).hasMessage("FAILED");
        assertThatThrownBy(() -> reader.read("/log", -100, 0)).hasMessage("FAILED");
        assertThat(reader.tail("/log", 7, 5)).isEqualTo(new LogTail("", 7, false));
    }

    @Test
    void theNullDeviceIsEmpty() {
        kernel.nullDevice("/dev/null");

        assertThat(reader.read("/dev/null", 0, 0)).isEmpty();
        assertThat(reader.tail("/dev/null", 0, 10)).isEqualTo(new LogTail("", 0, false));
    }

    @Test
    void aLinkThatSomebodyElsePlacedIsNotRead() {
        kernel.folder("/home", FakeKernel.SOMEBODY, 0755).file("/secret", "s", FakeKernel.ROOT);
        kernel.link("/home/log", "/secret", FakeKernel.SOMEBODY);

        assertThatThrownBy(() -> reader.read("/home/log", 0, 0)).hasMessage("FAILED");
        assertThat(reader.tail("/home/log", 7, 5)).isEqualTo(new LogTail("", 7, false));
    }

    @Test
    void aCutThroughACharacterShowsAsReplacements() {
        kernel.file("/log", "aé");

        assertThat(reader.read("/log", 2, 0)).isEqualTo("\ufffd");
        assertThat(reader.read("/log", 0, 0)).isEqualTo("aé");
    }

    @Test
    void offsetsBeyondTwoGigabytesAreNoTrouble() {
        kernel.file("/log", "text");

        assertThat(reader.read("/log", Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(reader.read("/log", -(1L << 40), 0)).isEqualTo("text");
        assertThat(LogFileReader.TailWindow.of(1L << 40, 0, 100))
                .isEqualTo(new LogFileReader.TailWindow((1L << 40) - 100, 100, true));
    }

    @Test
    void anEmptyLogIsEmpty() {
        kernel.file("/log", "");

        assertThat(reader.read("/log", 0, 0)).isEmpty();
        assertThat(reader.tail("/log", 0, 10)).isEqualTo(new LogTail("", 0, false));
    }
}
