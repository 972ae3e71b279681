package org.supervisor4j.daemon.http.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.PosixSystem;

class FollowedFileTest {
    private final Path folder;
    private final Path log;
    private final OpenLogs logs;
    private FollowedFile file;

    FollowedFileTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.log = folder.resolve("log");
        PosixSystem system = PosixSystem.open();
        this.logs = new OpenLogs(system.descriptors(), system.paths(), system.logStarts());
        write(log, "one ");
        this.file = new FollowedFile(logs, log.toString(), 0, size -> 0);
    }

    @BeforeEach
    void readWhatIsThere() throws OsException {
        assertThat(all()).isEqualTo("one ");
    }

    @AfterEach
    void oneFileWasOpen() throws IOException {
        assertThat(descriptorsIn(folder)).isEqualTo(1);
        file.close();
        assertThat(descriptorsIn(folder)).isZero();
    }

    @Test
    void manyReadersOfAFileHaveItOpenOnce() throws Exception {
        write(log, "two ");
        try (FollowedFile other = new FollowedFile(logs, log.toString(), 0, size -> 0)) {
            assertThat(descriptorsIn(folder)).isEqualTo(1);
            assertThat(all()).isEqualTo("two ");
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            assertThat(other.read(buffer)).isEqualTo(8);
        }
        write(log, "three ");
        assertThat(all()).isEqualTo("three ");
    }

    @Test
    void whatWasWrittenBeforeARotationComesBeforeTheNewFile() throws Exception {
        write(log, "two ");
        rotate(9);
        write(log, "three ");

        assertThat(all()).isEqualTo("two three ");
    }

    @Test
    void severalRotationsBetweenTwoLooksLoseNothing() throws Exception {
        for (int number = 1; number <= 5; number++) {
            write(log, number + " ");
            rotate(9);
        }
        write(log, "last ");

        assertThat(all()).isEqualTo("1 2 3 4 5 last ");
    }

    @Test
    void aRotationInItsMiddleLosesNothing() throws Exception {
        rotate(9);
        write(log, "two ");
        rotate(9);
        write(log, "three ");
        Files.move(backup(2), backup(3));

        assertThat(all()).isEqualTo("two three ");

        Files.move(backup(1), backup(2));
        Files.move(log, backup(1));
        write(log, "four ");
        assertThat(all()).isEqualTo("four ");
    }

    @Test
    void anEmptiedBackupIsPassedOver() throws Exception {
        rotate(9);
        write(log, "");
        rotate(9);
        write(log, "three ");

        assertThat(all()).isEqualTo("three ");
    }

    @Test
    void whenItsFileHasFallenOffTheEndItGoesOnWithTheOldestThatIsNewer() throws Exception {
        Files.setLastModifiedTime(log, FileTime.fromMillis(1000));
        write(backup(1), "old ");
        Files.setLastModifiedTime(backup(1), FileTime.fromMillis(500));
        rotate(3);
        for (int number = 1; number <= 4; number++) {
            write(log, number + " ");
            Files.setLastModifiedTime(log, FileTime.fromMillis(1000 + number));
            rotate(3);
        }
        write(log, "last ");

        assertThat(all()).isEqualTo("2 3 4 last ");
    }

    @Test
    void whatHasFallenOffBetweenIsCountedOnce() throws Exception {
        starts(0);
        assertThat(all()).isEmpty();
        write(log, "two ");
        Files.setLastModifiedTime(log, FileTime.fromMillis(1000));
        rotate(1);
        write(log, "three ");
        starts(8);
        rotate(1);
        write(log, "four ");
        starts(14);
        rotate(1);
        write(log, "5 ");
        starts(19);

        assertThat(all()).isEqualTo("two four 5 ");
        assertThat(file.takeMissing()).isEqualTo("three ".length());
        assertThat(file.takeMissing()).isZero();
    }

    /** What the log's writer tells. */
    private void starts(long start) throws OsException {
        int descriptor = logs.paths().open(log.toString(), OpenFlags.PATH, 0);
        logs.starts().put(logs.descriptors().status(descriptor), start);
        logs.descriptors().close(descriptor);
    }

    @Test
    void whenItsFileIsRemovedOlderBackupsAreNotShown() throws Exception {
        write(backup(1), "old ");
        Files.setLastModifiedTime(backup(1), FileTime.fromMillis(500));
        write(log, "two ");
        Files.delete(log);
        write(log, "three ");

        assertThat(all()).isEqualTo("two three ");
    }

    @Test
    void whenItsFileIsMovedAwayBackupsAreNotShown() throws Exception {
        write(backup(1), "old ");
        write(log, "two ");
        Files.move(log, folder.resolve("log-20261129"));
        write(log, "three ");

        assertThat(all()).isEqualTo("two three ");
    }

    @Test
    void whatIsNoFileIsPassedOver() throws Exception {
        rotate(9);
        Files.createDirectory(log);
        Files.move(backup(1), backup(2));
        Files.move(log, backup(1));
        write(log, "three ");

        assertThat(all()).isEqualTo("three ");
    }

    @Test
    void aFileWithoutANameIsReadOn() throws Exception {
        write(log, "two ");
        Files.move(log, backup(1));
        assertThat(all()).isEqualTo("two ");

        write(backup(1), "three ");
        assertThat(all()).isEqualTo("three ");
    }

    @Test
    void whoHasSeenMoreOfALogThanThereIsBeginsWithTheOneBefore() throws Exception {
        write(log, "two ");
        rotate(9);
        write(log, "3 ");
        file.close();

        file = new FollowedFile(logs, log.toString(), 8, size -> 4);

        assertThat(all()).isEqualTo("two 3 ");
    }

    @Test
    void whoHasSeenAsMuchAsThereIsBeginsInTheLogItself() throws Exception {
        rotate(9);
        write(log, "two three ");
        file.close();

        file = new FollowedFile(logs, log.toString(), 10, size -> 4);

        assertThat(all()).isEqualTo("three ");
    }

    /** All that it gives until nothing is new. */
    private String all() throws OsException {
        StringBuilder text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        while (file.read(buffer.clear()) > 0) {
            text.append(UTF_8.decode(buffer.flip()));
        }
        return text.toString();
    }

    /** As our logs do it: the new file is somebody else's affair. */
    private void rotate(int backups) throws IOException {
        Files.deleteIfExists(backup(backups));
        for (int number = backups - 1; number > 0; number--) {
            if (Files.exists(backup(number))) {
                Files.move(backup(number), backup(number + 1));
            }
        }
        Files.move(log, backup(1));
    }

    private Path backup(int number) {
        return folder.resolve("log." + number);
    }

    private static void write(Path to, String text) throws IOException {
        Files.writeString(to, text, CREATE, APPEND);
    }

    private static long descriptorsIn(Path folder) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> leadsInto(descriptor, folder)).count();
        }
    }

    private static boolean leadsInto(Path descriptor, Path folder) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder);
        } catch (IOException gone) {
            return false;
        }
    }
}
