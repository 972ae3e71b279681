package org.supervisor4j.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The words of the command line as UTF-8, even where the locale is {@code C} and the JVM gives up on other letters. */
final class Arguments {
    private static final char LOST = '\uFFFD';

    private Arguments() {}

    static List<String> of(String[] decoded) {
        for (String word : decoded) {
            if (word.indexOf(LOST) >= 0) {
                return raw(decoded);
            }
        }
        return List.of(decoded);
    }

    private static List<String> raw(String[] decoded) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            List<String> words = List.of(new String(line, StandardCharsets.UTF_8).split("\0", -1));
            // each word ends with a NUL
            int end = words.size() - 1;
            return words.subList(end - decoded.length, end);
        } catch (IOException e) {
            return List.of(decoded);
        }
    }
}
