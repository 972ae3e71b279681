package org.supervisor4j.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneTimeFileTest {
    private final Path folder;

    OneTimeFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void pipesDevicesAndDescriptorsCanBeReadButOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("plain"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/stdin"));
        Path fifo = fifo();

        assertThat(OneTimeFile.is(fifo.toString())).isTrue();
        assertThat(OneTimeFile.is("/dev/null")).isTrue();
        assertThat(OneTimeFile.is("/dev/fd/0")).isTrue();
        assertThat(OneTimeFile.is(link.toString())).isTrue();
        assertThat(OneTimeFile.is(file.toString())).isFalse();
        assertThat(OneTimeFile.is(folder.toString())).isFalse();
        assertThat(OneTimeFile.is("/no/such")).isFalse();
        assertThat(OneTimeFile.is("a\0b")).isFalse();
    }

    /** An ordinary file, but by a name that means another one after a start in the background. */
    @Test
    void aPlainFileBehindADescriptorIsReadOnceToo() throws IOException {
        Path file = Files.writeString(folder.resolve("plain"), "x");
        try (var open = Files.newInputStream(file);
                var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            assertThat(open).isNotNull();
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(file.toRealPath())) {
                    assertThat(OneTimeFile.is(descriptor.toString())).isTrue();
                    return;
                }
            }
        }
        throw new AssertionError("no descriptor of " + file);
    }

    @Test
    void noMoreThanTheLimitIsRead() throws IOException, TimeoutException {
        assertThat(OneTimeFile.read("/dev/zero")).hasSize(Limits.FILE + 1);
    }

    @Test
    void whoNeverWritesIsNotWaitedForForEver() throws Exception {
        String fifo = fifo().toString();

        assertThatThrownBy(() -> OneTimeFile.read(fifo, 50)).isInstanceOf(TimeoutException.class);
    }

    private Path fifo() throws IOException, InterruptedException {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }
}
