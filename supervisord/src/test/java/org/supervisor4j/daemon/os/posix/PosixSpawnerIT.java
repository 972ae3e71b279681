package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.os.posix.ProcessFixture.EXIT_127;
import static org.supervisor4j.daemon.os.posix.ProcessFixture.finish;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.os.PendingExec.Failure;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.SpawnStep;

@Tag("process")
class PosixSpawnerIT {
    private ProcessFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProcessFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"/bin/true, 0", "/bin/false, 256"})
    void aProgramRunsAndItsExitStatusIsReaped(String path, int waitStatus) throws Exception {
        Spawned spawned = fixture.spawner().spawn(fixture.request(path).build());

        assertThat(finish(spawned)).isNull();
        assertThat(fixture.waitStatus(spawned.pid())).isEqualTo(waitStatus);
    }

    @ParameterizedTest
    @CsvSource({"/nonexistent/program, ENOENT", "/etc/passwd, EACCES", "/tmp, EACCES", "/etc/passwd/x, ENOTDIR"})
    void whatCannotBeExecutedFailsInTheExecAndExits127(String path, String errno) throws Exception {
        Spawned spawned = fixture.spawner().spawn(fixture.request(path).build());

        assertThat(finish(spawned))
                .extracting(Failure::step, failure -> failure.errno().name())
                .containsExactly(SpawnStep.EXEC, errno);
        assertThat(fixture.waitStatus(spawned.pid())).isEqualTo(EXIT_127);
    }

    @Test
    void theChildsSignalsAreAsTheOriginalLeavesThem() throws Exception {
        String status = fixture.output(fixture.spawner(), fixture.request("/bin/cat", "/proc/self/status"));

        assertThat(status.lines())
                .contains(
                        "SigBlk:\t0000000000000000",
                        // SIGPIPE, 13, and SIGXFSZ, 25, count from bit 0
                        "SigIgn:\t0000000001001000",
                        "SigCgt:\t0000000000000000");
    }
}
