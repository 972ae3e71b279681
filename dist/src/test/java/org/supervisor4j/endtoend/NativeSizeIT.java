package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the native distribution takes on disk. */
@Tag("native")
class NativeSizeIT {
    private static final long MOST_BYTES = 36 << 20;

    /** What a package keeps elsewhere. */
    private static final List<String> DOCUMENTS = List.of("docs", "examples");

    @Test
    void allOfItWithoutDocumentsIsSmall() throws IOException {
        Path distribution = Installation.distribution();
        try (Stream<Path> files = Files.walk(distribution)) {
            long bytes = files.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
                    .filter(file -> !DOCUMENTS.contains(
                            distribution.relativize(file).getName(0).toString()))
                    .mapToLong(file -> file.toFile().length())
                    .sum();

            assertThat(bytes).isBetween(MOST_BYTES / 2, MOST_BYTES);
        }
    }
}
