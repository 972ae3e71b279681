package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The library that shows a process another clock, and what it leaves behind, which goes at the end. */
final class Faketime implements AutoCloseable {
    private final Set<Path> before = sharedMemory();

    /** For LD_PRELOAD. */
    String library() {
        String library = Command.of("faketime", "-m", "-f", "+0d", "printenv", "LD_PRELOAD")
                .run()
                .stdout()
                .strip();
        assertThat(library).as("the library of faketime").endsWith(".so.1");
        return library;
    }

    /** What a process that begins with the library in it makes for itself, and nobody removes. */
    private static Set<Path> sharedMemory() {
        Set<Path> found = new HashSet<>(Proc.list(Path.of("/dev/shm")));
        found.removeIf(file -> !file.getFileName().toString().contains("faketime_"));
        return found;
    }

    @Override
    public void close() throws IOException {
        for (Path file : sharedMemory()) {
            if (!before.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
