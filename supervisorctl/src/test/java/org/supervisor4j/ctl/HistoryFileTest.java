package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jline.reader.impl.history.DefaultHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class HistoryFileTest {
    private static final OwnPath OWN = new OwnPath(PluginLoader.effectiveUid());

    private final Path folder;
    private final Path precious;

    HistoryFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.precious = Files.writeString(folder.resolve("precious"), "precious\n");
    }

    private static HistoryFile open(Path path) {
        return HistoryFile.open(path.toString(), OWN);
    }

    private static void write(HistoryFile file, String... lines) {
        DefaultHistory history = new DefaultHistory();
        for (String line : lines) {
            history.add(line);
        }
        file.write(history);
    }

    private Path folder(String name, String mode) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
        return made;
    }

    private static void sticky(Path path) throws IOException {
        Files.setAttribute(path, "unix:mode", 01777);
    }

    @Test
    void whatIsWrittenIsReadAgainAndForNobodyElse() throws IOException {
        Path path = folder.resolve("new");

        write(open(path), "status", "pid héllo");

        assertThat(open(path).lines()).containsExactly("status", "pid héllo");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void linksOfOursAreFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("precious"));

        write(open(link), "status");

        assertThat(Files.readString(precious)).isEqualTo("status\n");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void whereOthersCanReplaceAFolderNothingIsOpened() throws IOException {
        Path open = folder("open", "rwxrwxrwx");
        Files.createSymbolicLink(open.resolve("history"), precious);

        HistoryFile file = open(open.resolve("history"));
        write(file, "status");

        assertThat(file.problem()).isEqualTo(open + " can be written by others");
        assertThat(Files.readString(precious)).isEqualTo("precious\n");
        assertThat(open(folder("under", "rwxrwxrwx").resolve("new")).problem()).endsWith("can be written by others");
    }

    @Test
    void inAFolderForAllOurOwnNamesAreUsed() throws IOException {
        Path shared = folder("shared", "rwxrwxrwx");
        sticky(shared);

        write(open(shared.resolve("history")), "status");

        assertThat(open(shared.resolve("history")).lines()).containsExactly("status");
        Path second = Files.createLink(shared.resolve("second"), precious);
        assertThat(open(second).problem()).contains("a hard link");
    }

    @Test
    void whatBelongsToAnotherUserIsNotUsed() throws IOException {
        OwnPath own = OWN;
        if (own.uid() == 0) {
            Files.setAttribute(precious, "unix:uid", 4711);
        } else {
            own = new OwnPath(4711);
        }

        assertThat(HistoryFile.open(precious.toString(), own).problem())
                .matches("/.* belongs to another user \\(uid \\d+\\)");
    }

    @Test
    void nothingThatIsNoOrdinaryFileIsOpened() throws Exception {
        Path fifo = folder.resolve("fifo");
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();

        assertThat(open(fifo).problem()).isEqualTo(fifo + " is no ordinary file");
        assertThat(open(Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero")))
                        .problem())
                .isEqualTo("/dev/zero is no ordinary file");
        assertThat(open(folder).problem()).isEqualTo(folder + " is a folder");
        assertThat(open(precious.resolve("below")).problem()).startsWith(precious + " is not a folder");
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThat(open(loop).problem()).contains("cannot be read (FileSystemLoop)");
    }

    @Test
    void ofAHugeFileTheEndIsRead() throws IOException {
        Path huge = folder.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(8L << 30);
            file.seek(8L << 30);
            file.write("\nlast\n".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(open(huge).lines()).endsWith("last");
    }

    @Test
    void whatCannotBeReadIsNotOverwritten() throws IOException {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xe4, '\n'});

        HistoryFile file = open(latin);
        write(file, "status");

        assertThat(file.problem()).isEqualTo(latin + " is not UTF-8 text");
        assertThat(Files.size(latin)).isEqualTo(3);
    }
}
