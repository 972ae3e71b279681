package org.supervisor4j.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the tests need of the machine, as {@code test.sh} installs it: who misses something learns what to install. */
final class Needed {
    private static final Path TABLE = Installation.examples().resolveSibling("dist/src/setup/test-packages");

    private Needed() {}

    /** The file of this path; fails, and names the package, where it is not there. */
    static Path file(String path) {
        Path file = Path.of(path);
        if (!Files.exists(file)) {
            throw new AssertionError(path + " is not there" + hint(path));
        }
        return file;
    }

    /** What to do where this command or file is missing; empty where no package is known to have it. */
    static String hint(String missing) {
        return table().stream()
                .filter(row -> row.get(0).equals(missing)
                        || (missing.endsWith("/" + row.get(0)) && missing.startsWith("/usr/")))
                .findFirst()
                .map(row -> "; install Debian's package " + row.get(1)
                        + ", or run ./test.sh --setup, which installs all that the tests need")
                .orElse("");
    }

    private static List<List<String>> table() {
        try {
            return Files.readAllLines(TABLE).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\\s+", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
