package org.supervisor4j.ini;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the lines of one file. Python stops at the first line that stands before any section, and collects
 * lines that are neither header nor key into one message; so it is here, unless a check wants to hear of each line by
 * itself.
 */
final class SyntaxErrors {
    private static final char BYTE_ORDER_MARK = '\ufeff';
    /** So many bad lines go into one message. */
    private static final int MOST_LINES = 1000;

    private final String file;
    private final boolean included;
    /** Takes each error by itself; null = the first one ends the reading, as in Python. */
    private final @Nullable Problems each;

    private final StringBuilder badLines = new StringBuilder();
    private int firstBadLine;
    private int count;
    private boolean missingSectionIsNoted;

    /**
     * @param included whether it is not the main file
     * @param each takes every error, so that reading goes on after it; null to end with Python's message
     */
    SyntaxErrors(String file, boolean included, @Nullable Problems each) {
        this.file = file;
        this.included = included;
        this.each = each;
    }

    void noSection(String line, int number) throws ConfigException {
        if (each == null) {
            throw failure(
                    "File contains no section headers.\nfile: " + PythonRepr.of(file) + ", line: " + number + "\n"
                            + PythonRepr.of(line),
                    number);
        }
        if (!missingSectionIsNoted) {
            missingSectionIsNoted = true;
            String shown = line.charAt(0) == BYTE_ORDER_MARK
                    ? "the file begins with a byte order mark; save it as UTF-8 without one"
                    : "text before the first [section]: " + shown(line);
            each.add(shown, new SourcePosition(file, number));
        }
    }

    void noDelimiter(String line, int number) {
        bad("neither a [section] nor a key with '=' or ':': ", line, number);
    }

    void noKey(String line, int number) {
        bad("no key before the delimiter: ", line, number);
    }

    private void bad(String what, String line, int number) {
        if (each != null) {
            each.add(what + shown(line), new SourcePosition(file, number));
            return;
        }
        firstBadLine = firstBadLine == 0 ? number : firstBadLine;
        count++;
        if (count <= MOST_LINES && badLines.length() < Limits.VALUE) {
            badLines.append(String.format("\n\t[line %2d]: ", number)).append(PythonRepr.of(line));
        }
    }

    void undecodable(String error, int number) throws ConfigException {
        if (each == null) {
            // contract: Python's words alone for the main file; which one of many it is, somebody would have to guess.
            throw failure(
                    included ? error + " (file: " + PythonRepr.of(file) + ", line: " + number + ")" : error, number);
        }
        each.add(error + "; save the file as UTF-8", new SourcePosition(file, number));
    }

    /** The end of the file. */
    void finish() throws ConfigException {
        if (firstBadLine > 0) {
            throw failure("Source contains parsing errors: " + PythonRepr.of(file) + badLines, firstBadLine);
        }
    }

    private static String shown(String line) {
        String text = PythonWhitespace.strip(line);
        String hint = text.startsWith("[") && text.indexOf(']') < 0 ? "; a section's name ends with ]" : "";
        return PythonRepr.of(text.length() > 200 ? text.substring(0, text.offsetByCodePoints(0, 100)) + "..." : text)
                + hint;
    }

    private ConfigException failure(String message, int line) {
        return new ConfigException(List.of(new Problem(message, new SourcePosition(file, line))));
    }
}
