package org.supervisor4j.ini;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as Python reads them: UTF-8, {@code \r\n} and {@code \r} count as {@code \n}, each line keeps its
 * end. Python decodes in pieces of 8192 bytes: lines of earlier pieces are seen before a bad byte is noticed, and the
 * position that its message gives counts from the start of the piece.
 *
 * @param lines what could be read before the error, if there is one
 * @param error Python's words for the first bad byte; null if all is well
 */
record PythonTextFile(List<String> lines, @Nullable String error) {
    private static final int PIECE = 8192;

    static PythonTextFile of(byte[] bytes) {
        int good = 0;
        int from = 0;
        String error = null;
        while (error == null && from < bytes.length) {
            int to = Math.min(bytes.length, from + PIECE);
            Utf8Scan scan = Utf8Scan.of(bytes, good, to, false);
            error = scan.error();
            good = error == null ? scan.end() : good;
            from = to;
        }
        if (error == null && good < bytes.length) {
            error = Utf8Scan.of(bytes, good, bytes.length, true).error();
        }
        String text = new String(bytes, 0, good, StandardCharsets.UTF_8);
        return new PythonTextFile(lines(text, error != null), error);
    }

    /** @param torn whether the text goes on behind its end: then its last, unfinished line has not been seen yet */
    private static List<String> lines(String text, boolean torn) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length();
            if (c == '\n' || (c == '\r' && !(last && torn))) {
                lines.add(text.substring(start, i) + '\n');
                if (c == '\r' && !last && text.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        if (start < text.length() && !torn) {
            lines.add(text.substring(start));
        }
        return lines;
    }
}
