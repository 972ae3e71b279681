package org.supervisor4j.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.sink.RecordingLog;

/** The pid file on a real disk. */
class PidFileTest {
    /** More than any process of this machine has. */
    private static final int PID = 123_456_789;

    private static PosixSystem system;

    private final RecordingLog log = new RecordingLog();
    private Path path;

    @BeforeAll
    static void openTheSystem() throws Exception {
        system = PosixSystem.open();
    }

    @BeforeEach
    void inAFolder(@TempDir Path folder) {
        path = folder.resolve("pid");
    }

    private PidFile written() {
        var file = new PidFile(system.descriptors(), system.paths(), PID, path.toString());
        file.write(log);
        return file;
    }

    private static void run(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    private void assertWritten() {
        assertThat(log.lines()).contains("INFO supervisord started with pid " + PID);
    }

    @Test
    void ourFileIsThereWhileWeLive() throws Exception {
        Files.writeString(path, "1\n longer than what replaces it");
        PidFile file = written();
        assertThat(path).hasContent(PID + "\n");

        file.remove();

        assertThat(path).doesNotExist();
        assertThat(log.lines()).containsExactly("INFO supervisord started with pid " + PID);
    }

    @Test
    void processThatItNamesIsToldIfItLivesAndNothingElseIsRead() throws Exception {
        PidFile file = new PidFile(system.descriptors(), system.paths(), 0, path.toString());
        assertThat(file.living()).isEmpty();
        Files.writeString(path, ProcessHandle.current().pid() + "\n");
        assertThat(file.living()).hasValue((int) ProcessHandle.current().pid());

        run("truncate", "--size=8G", path.toString());
        assertThat(file.living()).isEmpty();
        Files.delete(path);
        run("mkfifo", path.toString());
        assertThat(file.living()).isEmpty();
    }

    @Test
    void whatAnotherDaemonWroteIntoItIsLeft() throws Exception {
        PidFile file = written();
        Files.writeString(path, "4711\n");

        file.remove();

        assertThat(path).hasContent("4711\n");
    }

    @Test
    void anotherFileOfTheSameNameIsLeftEvenWithOurPidInIt() throws Exception {
        PidFile file = written();
        Files.move(path, path.resolveSibling("moved"));
        Files.writeString(path, PID + "\n");

        file.remove();

        assertThat(path).hasContent(PID + "\n");
    }

    @Test
    void aLinkIsFollowedAndLeftWithWhatItLeadsTo() throws Exception {
        Path target = Files.writeString(path.resolveSibling("target"), "");
        Files.createSymbolicLink(path, target);

        written().remove();

        assertWritten();
        assertThat(Files.isSymbolicLink(path)).isTrue();
        assertThat(target).hasContent(PID + "\n");
    }

    @Test
    void aDeviceIsWrittenToAndLeft() throws Exception {
        if (system.users().effectiveUid() == 0) {
            run("mknod", path.toString(), "c", "1", "3");
        } else {
            path = Path.of("/dev/null");
        }

        written().remove();

        assertWritten();
        assertThat(path).exists();
    }

    @Test
    void anEndlessDeviceIsNotRead() throws Exception {
        Files.createSymbolicLink(path, Path.of("/dev/zero"));

        written().remove();

        assertWritten();
        assertThat(Files.isSymbolicLink(path)).isTrue();
    }

    @Test
    void aFifoHoldsNobodyUp() throws Exception {
        run("mkfifo", path.toString());

        written().remove();

        assertThat(log.lines()).hasSize(2).first().isEqualTo("CRIT could not write pidfile " + path);
        assertThat(path).exists();
    }

    @Test
    void aFolderIsNoPidFile() throws Exception {
        Files.createDirectory(path);

        written().remove();

        assertThat(log.lines()).hasSize(2).first().isEqualTo("CRIT could not write pidfile " + path);
        assertThat(path).exists();
    }

    @Test
    void ofAHugeFileNoMoreIsReadThanAPidIsLong() throws Exception {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        written().remove();

        assertThat(log.lines()).containsExactly("INFO supervisord started with pid " + PID);
        assertThat(path).doesNotExist();
    }

    @Test
    void theLivingProcessThatItNamedIsWarnedOf() throws Exception {
        Files.writeString(path, ProcessHandle.current().pid() + "\n");

        written();

        assertThat(log.lines()).first().asString().contains("which is alive");
    }
}
