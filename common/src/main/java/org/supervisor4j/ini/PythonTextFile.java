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

    /** What could be read before the error, if there is one and it ends the reading. */
    private final String text;

    private final @Nullable String error;
    private final int errorLine;
    /** Whether the text ends in the midst of a line. */
    private final boolean torn;

    private int start;

    private PythonTextFile(String text, @Nullable String error, int errorLine, boolean torn) {
        this.text = text;
        this.error = error;
        this.errorLine = errorLine;
        this.torn = torn;
    }

    /**
     * Reads a file's bytes.
     *
     * @param lenient all lines, also those after a bad byte, with U+FFFD in the place of what is no UTF-8
     */
    static PythonTextFile of(byte[] bytes, boolean lenient) {
        int good = 0;
        int bad = 0;
        int from = 0;
        String error = null;
        while (error == null && from < bytes.length) {
            int to = Math.min(bytes.length, from + PIECE);
            Utf8Scan scan = Utf8Scan.of(bytes, good, to, false);
            error = scan.error();
            bad = scan.end();
            good = error == null ? scan.end() : good;
            from = to;
        }
        if (error == null && good < bytes.length) {
            error = Utf8Scan.of(bytes, good, bytes.length, true).error();
        }
        String text = new String(bytes, 0, lenient ? bytes.length : good, StandardCharsets.UTF_8);
        return new PythonTextFile(text, error, error == null ? 0 : lineOf(bytes, bad), error != null && !lenient);
    }

    private static int lineOf(byte[] bytes, int index) {
        int line = 1;
        for (int i = 0; i < index; i++) {
            boolean pair = bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n';
            line += bytes[i] == '\n' || (bytes[i] == '\r' && !pair) ? 1 : 0;
        }
        return line;
    }

    /** Python's words for the first bad byte; null if all is well. */
    @Nullable
    String error() {
        return error;
    }

    /** The line of the first bad byte, from 1; Python does not tell it. */
    int errorLine() {
        return errorLine;
    }

    /** The next line with its end; null after the last one. A line that a bad byte tears has not been seen yet. */
    @Nullable
    String next() {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length();
            if (c == '\n') {
                return take(i + 1, text.substring(start, i + 1));
            }
            if (c == '\r' && !(last && torn)) {
                boolean pair = !last && text.charAt(i + 1) == '\n';
                return take(pair ? i + 2 : i + 1, text.substring(start, i) + '\n');
            }
        }
        return start < text.length() && !torn ? take(text.length(), text.substring(start)) : null;
    }

    /** Where the next line begins. */
    int at() {
        return start;
    }

    /** Goes on from where {@link #at} was once. */
    void seek(int place) {
        start = place;
    }

    private String take(int end, String line) {
        start = end;
        return line;
    }
}
