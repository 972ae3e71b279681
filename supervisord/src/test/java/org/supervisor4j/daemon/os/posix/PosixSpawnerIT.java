package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.os.posix.ProcessFixture.EXIT_127;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.PendingExec.Failure;
import org.supervisor4j.daemon.os.ProcessSpawner.Spawned;
import org.supervisor4j.daemon.os.SpawnStep;
import org.supervisor4j.daemon.os.posix.ProcessFixture.Request;

/** What becomes of a spawn. */
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

        assertThat(spawned.exec().finish()).isNull();
        assertThat(fixture.waitStatus(spawned.pid())).isEqualTo(waitStatus);
    }

    @ParameterizedTest
    @CsvSource({
        "/nonexistent/program, ENOENT",
        "/etc/passwd, EACCES",
        "/tmp, EACCES",
        "/etc/passwd/x, ENOTDIR",
    })
    void whatCannotBeExecutedFailsInTheExecAndExits127(String path, String errno) throws Exception {
        assertFailure(fixture.request(path), SpawnStep.EXEC, errno);
    }

    @Test
    void aMissingDirectoryFailsInItsOwnStep() throws Exception {
        assertFailure(fixture.request("/bin/true").withDirectory("/nonexistent"), SpawnStep.DIRECTORY, "ENOENT");
    }

    @Test
    void aClosedDescriptorFailsInItsOwnStep() throws Exception {
        Request request = fixture.request("/bin/true").withDescriptors(99_999, fixture.devNull, fixture.devNull);

        assertFailure(request, SpawnStep.DESCRIPTORS, "EBADF");
    }

    @Test
    void argumentsThatAreTooLongFailInTheExec() throws Exception {
        // The kernel takes at most 128 KiB in one argument.
        assertFailure(fixture.request("/bin/true", "x".repeat(200_000)), SpawnStep.EXEC, "E2BIG");
    }

    private void assertFailure(Request request, SpawnStep step, String errno) throws OsException {
        Spawned spawned = fixture.spawner().spawn(request.build());

        assertThat(spawned.exec().finish())
                .extracting(Failure::step, failure -> failure.errno().name())
                .containsExactly(step, errno);
        assertThat(fixture.waitStatus(spawned.pid())).isEqualTo(EXIT_127);
    }

    @Test
    void aTextWithANulIsRefusedBeforeThereIsAChild() {
        int before = ProcessFixture.openDescriptors();

        assertThatThrownBy(() -> fixture.spawner()
                        .spawn(fixture.request("/bin/echo", "a\0b").build()))
                .isInstanceOf(OsException.class)
                .hasMessage("cannot spawn /bin/echo (an argument contains a NUL character; remove it):"
                        + " EINVAL (Invalid argument)");
        assertThatThrownBy(() -> fixture.spawner()
                        .spawn(fixture.request("/bin/env")
                                .withEnvironment("A=\0")
                                .build()))
                .hasMessageContaining("an environment variable contains a NUL character");
        assertThatThrownBy(() ->
                        fixture.spawner().spawn(fixture.request("/bin/ls\0").build()))
                .hasMessageContaining("cannot spawn /bin/ls\\0 (the path contains");
        assertThat(fixture.reaper.reap()).isNull();
        assertThat(ProcessFixture.openDescriptors()).isEqualTo(before);
    }

    @Test
    void finishingTwiceIsABug() throws Exception {
        Spawned spawned = fixture.spawner().spawn(fixture.request("/bin/true").build());
        spawned.exec().finish();

        assertThatThrownBy(() -> spawned.exec().finish()).isInstanceOf(IllegalStateException.class);
        fixture.waitStatus(spawned.pid());
    }

    @Test
    void aSignalSentRightAfterTheSpawnIsNotLost() throws Exception {
        for (int i = 0; i < 50; i++) {
            Spawned spawned =
                    fixture.spawner().spawn(fixture.request("/bin/sleep", "60").build());
            int toGroup = fixture.libc.kill(-spawned.pid(), 15);

            assertThat(toGroup).isZero();
            assertThat(fixture.waitStatus(spawned.pid())).as("wait status").isEqualTo(15);
            assertThat(spawned.exec().finish()).isNull();
        }
    }
}
