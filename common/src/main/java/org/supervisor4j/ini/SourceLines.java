package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file as they stand in it, to show where in a value something is wrong. Reads on from where it was
 * asked last, or from the beginning: keeping all lines would take several times the file's size. Not thread-safe.
 */
public final class SourceLines {
    private final String file;
    private final PythonTextFile text;
    /** The line that was read last, and its number. */
    private @Nullable String current;

    private int number;
    private int marked;
    private int markedLine = 1;

    /**
     * Takes any bytes; what is no UTF-8 becomes U+FFFD.
     *
     * @param file its path
     */
    public SourceLines(byte[] bytes, String file) {
        this.file = file;
        this.text = PythonTextFile.of(bytes, true);
    }

    /** The line without its end; empty where there is none of that number. */
    public String line(int wanted) {
        String line = physical(wanted);
        return line == null ? "" : PythonWhitespace.stripTrailing(line);
    }

    private @Nullable String physical(int wanted) {
        if (wanted < number) {
            boolean near = wanted >= markedLine;
            text.seek(near ? marked : 0);
            number = near ? markedLine - 1 : 0;
        }
        while (number < wanted) {
            current = text.next();
            number++;
        }
        return current;
    }

    /** Remembers the beginning of a line, to come back to it without reading from the file's beginning. */
    private void mark(int line) {
        physical(line - 1);
        marked = text.at();
        markedLine = line;
    }

    /** A value as it stands in the file; null where no key begins at that line. */
    public @Nullable Written value(int line) {
        mark(line);
        LogicalLine found = logical(line);
        if (found == null || found.header()) {
            return null;
        }
        String whole = found.text();
        int start = LogicalLines.delimiter(whole) + 1;
        while (start < whole.length() && whole.charAt(start) != '\n' && PythonWhitespace.isSpace(whole.charAt(start))) {
            start++;
        }
        return new Written(found, start);
    }

    private @Nullable LogicalLine logical(int first) {
        try {
            LogicalLines lines = new LogicalLines(file, new SyntaxErrors(file, false, new Problems()));
            LogicalLine found = null;
            for (int i = first; found == null; i++) {
                String line = physical(i);
                found = lines.first(line, i);
                if (line == null) {
                    break;
                }
            }
            return found;
        } catch (ConfigException tooLarge) {
            return null;
        }
    }

    /** A value with the places of its characters. */
    public final class Written {
        private final LogicalLine line;
        private final int start;

        private Written(LogicalLine line, int start) {
            this.line = line;
            this.start = start;
        }

        /** The key, as the reader knows it. */
        public String key() {
            String text = line.text();
            return PythonWhitespace.stripTrailing(text.substring(0, LogicalLines.delimiter(text)))
                    .toLowerCase(Locale.ROOT);
        }

        /** Trimmed, comments gone, continuation lines joined by newlines, nothing expanded or replaced. */
        public String text() {
            return line.text().substring(start);
        }

        /** Where a comment cuts the first of its lines that has one; null without any. */
        public @Nullable Place comment() {
            return SourceLines.this.comment(line);
        }

        /** Where a character of the {@link #text} stands. The index counts code points, as Python does. */
        public Place place(int index) {
            String text = line.text();
            int at = text.offsetByCodePoints(start, index);
            int newline = text.lastIndexOf('\n', at - 1);
            long above = text.substring(0, at).chars().filter(c -> c == '\n').count();
            int number = above == 0 ? line.number() : line.continued().get((int) above - 1);
            String whole = physical(number);
            int indent = whole == null ? 0 : PythonWhitespace.leading(whole);
            return new Place(number, indent + text.codePointCount(newline + 1, at) + 1);
        }
    }

    /** Where a comment begins after the text of one of the value's lines; null without one. */
    private @Nullable Place comment(LogicalLine line) {
        List<Integer> numbers = new ArrayList<>(List.of(line.number()));
        numbers.addAll(line.continued());
        for (int each : numbers) {
            String whole = physical(each);
            int start = whole == null ? -1 : InlineComment.start(whole);
            if (whole != null && start > 0) {
                return new Place(each, whole.codePointCount(0, start) + 1);
            }
        }
        return null;
    }

    /**
     * A character in a file.
     *
     * @param line from 1
     * @param column from 1, in code points
     */
    public record Place(int line, int column) {}
}
