package org.supervisor4j.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.config.reading.ConfigSource.TooManyNamesException;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;

class WatchedFilesTest {
    private final Path folder;
    private final WatchedFiles files;

    WatchedFilesTest(@TempDir Path folder) throws UnsupportedPlatformException {
        this.folder = folder;
        files = new WatchedFiles(new ConfigFiles(PosixSystem.open().descriptors()));
    }

    @BeforeEach
    void readAllOfIt() throws IOException, TooManyNamesException {
        Files.writeString(folder.resolve("main.conf"), "[a]");
        Files.writeString(folder.resolve("one.ini"), "[b]");
        readAgain();
    }

    private void readAgain() throws TooManyNamesException {
        files.begin();
        files.read(folder.resolve("main.conf").toString());
        files.read(folder.resolve("missing.conf").toString());
        for (String path : files.search().find(folder + "/*.ini")) {
            files.read(path);
        }
    }

    @Test
    void whatNobodyHasTouchedIsUnchanged() {
        assertThat(files.areUnchanged()).isTrue();
    }

    @Test
    void aFileOfTheSameSizeAndTimeIsAnotherOne() throws Exception {
        Path file = folder.resolve("main.conf");
        Path other = Files.copy(file, folder.resolve("other"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(other, "[c]");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(files.areUnchanged()).isFalse();
        readAgain();
        assertThat(files.areUnchanged()).isTrue();
    }

    @Test
    void anIncludedFileThatComesOrGoesIsAChange() throws Exception {
        Path two = Files.writeString(folder.resolve("two.ini"), "[c]");
        assertThat(files.areUnchanged()).isFalse();
        readAgain();

        Files.delete(two);

        assertThat(files.areUnchanged()).isFalse();
    }

    @Test
    void aFileThatWasMissingAndComesIsAChange() throws IOException {
        Files.writeString(folder.resolve("missing.conf"), "");

        assertThat(files.areUnchanged()).isFalse();
    }
}
