package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins physical lines to logical ones by the rules of Python's {@code RawConfigParser} as Supervisor sets it up (not
 * strict, {@code ;} and {@code #} start comments, also behind white space in a line). ini4j knows none of these rules:
 * it sees one finished line at a time.
 */
final class LogicalLines {
    private final String file;
    private final List<LogicalLine> done = new ArrayList<>();
    private final StringBuilder badLines = new StringBuilder();
    private int firstBadLine;

    private boolean inSection;
    /** Indentation of the last line that was not a continuation: what stands deeper continues a value. */
    private int indent;
    /** The value being collected; null where nothing can be continued. */
    private @Nullable List<String> open;

    private int openedAt;

    LogicalLines(String file) {
        this.file = file;
    }

    /** @throws ConfigException with the one problem that Python would have raised */
    List<LogicalLine> join(PythonTextFile text) throws ConfigException {
        int number = 0;
        for (String line : text.lines()) {
            number++;
            add(line, number);
        }
        close();
        if (text.error() != null) {
            throw failure(text.error(), number + 1);
        }
        if (firstBadLine > 0) {
            throw failure("Source contains parsing errors: " + PythonRepr.of(file) + badLines, firstBadLine);
        }
        return done;
    }

    private void add(String line, int number) throws ConfigException {
        int comment = InlineComment.start(line);
        String content = PythonWhitespace.strip(comment < 0 ? line : line.substring(0, comment));
        if (content.isEmpty()) {
            // A comment leaves no trace; an empty line inside a value is part of it.
            if (comment < 0 && open != null) {
                open.add("");
            }
            return;
        }
        int depth = PythonWhitespace.leading(line);
        if (open != null && depth > indent) {
            open.add(content);
            return;
        }
        indent = depth;
        if (content.startsWith("[") && content.lastIndexOf(']') > 1) {
            close();
            done.add(new LogicalLine(true, content.substring(0, content.lastIndexOf(']') + 1), number));
            inSection = true;
        } else if (!inSection) {
            throw failure(
                    "File contains no section headers.\nfile: " + PythonRepr.of(file) + ", line: " + number + "\n"
                            + PythonRepr.of(line),
                    number);
        } else {
            addOption(content, line, number);
        }
    }

    private void addOption(String content, String line, int number) {
        int delimiter = delimiter(content);
        if (delimiter < 0) {
            // What is indented deeper below a bad line still continues the key before it: no close() here.
            bad(line, number);
            return;
        }
        close();
        if (delimiter == 0) {
            bad(line, number);
            return;
        }
        open = new ArrayList<>(List.of(content));
        openedAt = number;
    }

    /** Index of the first {@code =} or {@code :}, -1 without one. */
    private static int delimiter(String content) {
        for (int i = 0; i < content.length(); i++) {
            if (content.charAt(i) == '=' || content.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private void bad(String line, int number) {
        firstBadLine = firstBadLine == 0 ? number : firstBadLine;
        badLines.append(String.format("\n\t[line %2d]: ", number)).append(PythonRepr.of(line));
    }

    private void close() {
        if (open != null) {
            done.add(new LogicalLine(false, PythonWhitespace.stripTrailing(String.join("\n", open)), openedAt));
            open = null;
        }
    }

    private ConfigException failure(String message, int line) {
        return new ConfigException(List.of(new Problem(message, new SourcePosition(file, line))));
    }
}
