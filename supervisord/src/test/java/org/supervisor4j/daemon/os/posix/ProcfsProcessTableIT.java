package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.ProcessTable.Entry;

class ProcfsProcessTableIT {
    private static Entry entryOf(long pid) throws Exception {
        return PosixSystem.open().processes().read().stream()
                .filter(entry -> entry.pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thisProcessHasUsedItsTimeAndMemory() throws Exception {
        Entry self = entryOf(ProcessHandle.current().pid());

        assertThat(self.cpuNanos()).isPositive();
        assertThat(self.residentBytes()).isGreaterThan(10_000_000);
    }

    @Test
    void nameOfAProcessIsNotMistakenForItsNumbers(@TempDir Path folder) throws Exception {
        Path sleep = Files.copy(Path.of("/bin/sleep"), folder.resolve("x) R 1 1 ("));
        Process child = start(sleep);
        try {
            Entry entry = entryOf(child.pid());

            assertThat(entry.parent()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(entry.born())
                    .isGreaterThanOrEqualTo(
                            entryOf(ProcessHandle.current().pid()).born());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void oneProcessIsFoundByItsNumber() throws Exception {
        int self = (int) ProcessHandle.current().pid();

        assertThat(PosixSystem.open().processes().find(self))
                .hasValueSatisfying(entry -> assertThat(entry.pid()).isEqualTo(self));
        assertThat(PosixSystem.open().processes().find(Integer.MAX_VALUE)).isEmpty();
    }

    private static Process start(Path program) throws IOException {
        return new ProcessBuilder(program.toString(), "3600").start();
    }
}
