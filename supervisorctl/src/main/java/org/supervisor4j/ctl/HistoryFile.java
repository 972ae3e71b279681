package org.supervisor4j.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.History;
import org.jspecify.annotations.Nullable;

/**
 * Typed lines, one a line, as GNU readline keeps them: the file of the original can be used on. Failures are ignored,
 * as there.
 *
 * @param path null for no file
 */
record HistoryFile(@Nullable String path) {
    static final int MOST_LINES = 10_000;

    List<String> read() {
        if (path == null) {
            return List.of();
        }
        try {
            List<String> lines = Files.readAllLines(Path.of(path), StandardCharsets.UTF_8);
            return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
        } catch (IOException noneYetOrNotText) {
            return List.of();
        }
    }

    /** Writes it anew; a new file is readable for its owner only. */
    void write(History history) {
        if (path == null) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (History.Entry entry : history) {
            lines.add(entry.line());
        }
        Path file = Path.of(path);
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // contract: Controller.exec_cmdloop ignores it too
        }
    }
}
