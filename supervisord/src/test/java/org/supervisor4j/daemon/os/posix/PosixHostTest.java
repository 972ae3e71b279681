package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.ResourceLimits.Limit;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;

class PosixHostTest {
    private Path folder;
    private PosixSystem system;

    @BeforeEach
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        system = PosixSystem.open();
    }

    @Test
    void ourPidAndNodeNameAreTheKernels() throws Exception {
        assertThat(system.host().pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(system.host().nodeName())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    }

    @Test
    void ticksAreThoseInWhichProcessesAreBorn() throws Exception {
        long before = system.host().ticks();
        Process process = new ProcessBuilder("cat").start();
        try {
            long born =
                    system.processes().find((int) process.pid()).orElseThrow().born();

            assertThat(born).isBetween(before, system.host().ticks());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theUmaskIsSetAndTheOneBeforeReturned() {
        int before = system.host().umask(0123);

        assertThat(system.host().umask(before)).isEqualTo(0123);
        assertThat(system.host().umask(before)).isEqualTo(before);
    }

    @Test
    void theWorkingDirectoryChangesOrTheErrorSaysWhyNot() throws Exception {
        Path before = Path.of("/proc/self/cwd").toRealPath();

        system.host().chdir(folder.toString());
        Path during = Path.of("/proc/self/cwd").toRealPath();
        system.host().chdir(before.toString());

        assertThat(during).isEqualTo(folder.toRealPath());
        assertThatThrownBy(() -> system.host().chdir("/nonexistent"))
                .hasMessage("cannot change into /nonexistent: ENOENT (No such file or directory)");
    }

    @Test
    void filesAreExecutableIfSomeoneMayExecuteThem() throws Exception {
        assertThat(system.host().isExecutable("/bin/sh")).isTrue();
        assertThat(system.host()
                        .isExecutable(Files.createFile(folder.resolve("plain")).toString()))
                .isFalse();
        assertThat(system.host().isExecutable("/nonexistent")).isFalse();
        assertThat(system.host().isExecutable("/bin/sh\0")).isFalse();
    }

    @Test
    void tellsWhatAFileIs(@TempDir Path folder) throws IOException {
        Path file = Files.setPosixFilePermissions(
                Files.createFile(folder.resolve("caf\u00e9")), PosixFilePermissions.fromString("rwxr-x---"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(system.host().fileMode(file.toString())).hasValue(0100750);
        assertThat(system.host().fileMode(link.toString())).hasValue(0100750);
        assertThat(system.host().fileMode(folder + "/").orElseThrow() & 0170000).isEqualTo(0040000);
        assertThat(system.host().fileMode(file + "/")).as("no folder").isEmpty();
        assertThat(system.host().fileMode(folder + "/missing")).isEmpty();
        assertThat(system.host().fileMode("/bin/sh\0")).isEmpty();
    }

    @Test
    void aDuplicateIsTheSameFileAndStaysOpenOnExec() throws Exception {
        int device = system.descriptors().open("/dev/null", OpenFlags.READ_WRITE, 0);
        system.host().duplicate(device, 190);

        assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/190"))).hasToString("/dev/null");
        assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo/190")).get(1)).doesNotContain("flags:\t02");
        system.descriptors().close(device);
        system.descriptors().close(190);
        assertThatThrownBy(() -> system.host().duplicate(device, 190))
                .hasMessage("cannot duplicate descriptor " + device + " as 190: EBADF (Bad file descriptor)");
    }

    @Test
    void theEnvironmentIsTheOneThatWeWereStartedWith() {
        Map<String, String> variables = system.environment().stream()
                .collect(Collectors.toMap(
                        text -> text.substring(0, text.indexOf('=')),
                        text -> text.substring(text.indexOf('=') + 1),
                        (first, second) -> first));

        assertThat(variables).isEqualTo(System.getenv());
    }

    @Test
    void limitsAreReadAndSetForTheWholeProcess() throws Exception {
        Limit before = system.limits().get(Resource.OPEN_FILES);

        system.limits().set(Resource.OPEN_FILES, new Limit(before.soft() - 1, before.hard()));

        assertThat(system.limits().get(Resource.OPEN_FILES)).isEqualTo(new Limit(before.soft() - 1, before.hard()));
        assertThat(Files.readString(Path.of("/proc/self/limits")))
                .containsPattern("Max open files +" + (before.soft() - 1) + " +" + before.hard());
        system.limits().set(Resource.OPEN_FILES, before);
    }

    @Test
    void anImpossibleLimitIsRefused() {
        assertThatThrownBy(() -> system.limits().set(Resource.PROCESSES, new Limit(10, 5)))
                .hasMessage("cannot set the limit RLIMIT_NPROC: EINVAL (Invalid argument)");
    }

    @Test
    void theClocksRun() {
        long nanos = system.monotonic().nanos();

        assertThat(system.monotonic().nanos()).isGreaterThanOrEqualTo(nanos);
        assertThat(system.wallClock().millis())
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
        assertThat(system.wallClock().seconds()).isEqualTo(system.wallClock().millis() / 1000);
    }
}
