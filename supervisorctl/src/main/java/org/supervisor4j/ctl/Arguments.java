package org.supervisor4j.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            byte[] all = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            List<String> words = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < all.length; i++) {
                if (all[i] == 0) {
                    words.add(new String(all, start, i - start, StandardCharsets.UTF_8));
                    start = i + 1;
                }
            }
            return List.copyOf(words.subList(words.size() - decoded.length, words.size()));
        } catch (IOException e) {
            return List.of(decoded);
        }
    }
}
