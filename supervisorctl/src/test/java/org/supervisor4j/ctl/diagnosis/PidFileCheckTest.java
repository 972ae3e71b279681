package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileCheckTest {
    private static String look(Path file) {
        return PidFileCheck.look(file).finding().toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/dev/null", "/proc"})
    void onlyAnOrdinaryFileIsRead(Path file) {
        assertThat(look(file)).isEqualTo("warn  the pid file " + file + " is no ordinary file, so it says nothing");
    }

    @Test
    void aFifoIsNotWaitedFor(@TempDir Path folder) throws IOException, InterruptedException {
        Path fifo = folder.resolve("pid");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        assertThat(look(fifo)).contains("no ordinary file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "12 13", "99999999999", "123456789012345678901234567890"})
    void whatIsNoNumberIsNoProcessId(String content, @TempDir Path folder) throws IOException {
        assertThat(look(Files.writeString(folder.resolve("pid"), content))).contains("holds no process id");
    }

    @Test
    void aHugeFileIsNotReadWhole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pid");
        try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        assertThat(look(file)).contains("holds no process id");
    }

    @Test
    void aMissingFileADeadProcessAndAnotherProgramAreToldApart(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pid");

        assertThat(look(file)).startsWith("warn  no pid file");
        Files.writeString(file, "999999999\n");
        assertThat(look(file)).contains("there is no such process");
        Files.writeString(file, ProcessHandle.current().pid() + "\n");
        assertThat(look(file)).contains("that is another program: process ");
    }
}
