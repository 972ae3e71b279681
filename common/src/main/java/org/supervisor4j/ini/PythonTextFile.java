package org.supervisor4j.ini;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as Python reads them: UTF-8, {@code \r\n} and {@code \r} count as {@code \n}, each line keeps its
 * end. Python decodes in pieces of 8192 bytes: lines of earlier pieces are seen before a bad byte is noticed, and the
 * position that its message gives counts from the start of the piece.
 */
final class PythonTextFile {
    private static final int PIECE = 8192;

    /** What could be read before the error, if there is one. */
    private final String text;

    private final @Nullable String error;
    private int start;

    private PythonTextFile(String text, @Nullable String error) {
        this.text = text;
        this.error = error;
    }

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
        return new PythonTextFile(new String(bytes, 0, good, StandardCharsets.UTF_8), error);
    }

    /** Python's words for the first bad byte; null if all is well. */
    @Nullable
    String error() {
        return error;
    }

    /** The next line with its end; null behind the last one. A line that a bad byte tears has not been seen yet. */
    @Nullable
    String next() {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length();
            if (c == '\n') {
                return take(i + 1, text.substring(start, i + 1));
            }
            if (c == '\r' && !(last && error != null)) {
                boolean pair = !last && text.charAt(i + 1) == '\n';
                return take(pair ? i + 2 : i + 1, text.substring(start, i) + '\n');
            }
        }
        return start < text.length() && error == null ? take(text.length(), text.substring(start)) : null;
    }

    private String take(int end, String line) {
        start = end;
        return line;
    }
}
