package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins physical lines to logical ones by the rules of Python's {@code RawConfigParser} as Supervisor sets it up (not
 * strict, {@code ;} and {@code #} start comments, also after white space in a line). ini4j knows none of these rules:
 * it sees one finished line at a time.
 */
final class LogicalLines {
    private final String file;
    private final SyntaxErrors errors;
    private final List<LogicalLine> done = new ArrayList<>();

    private boolean inSection;
    /** Indentation of the last line that was not a continuation: what stands deeper continues a value. */
    private int indent;
    /** The value being collected; null where nothing can be continued. */
    private @Nullable List<String> open;

    private List<Integer> continued = List.of();
    private int openedAt;
    /** Characters of the value being collected. */
    private int length;

    private int weight;

    /** @param errors receives what Python would have complained about */
    LogicalLines(String file, SyntaxErrors errors) {
        this.file = file;
        this.errors = errors;
    }

    /** @throws ConfigException as the errors have it, and for a file beyond all reason */
    List<LogicalLine> join(PythonTextFile text) throws ConfigException {
        int number = 0;
        for (String line = text.next(); line != null; line = text.next()) {
            number++;
            add(line, number);
        }
        close();
        if (text.error() != null) {
            errors.undecodable(text.error(), text.errorLine());
        }
        errors.finish();
        return done;
    }

    /**
     * Takes lines of a section one by one, from a key on, until the first logical one is complete.
     *
     * @param line null at the end of the file
     * @return null as long as it is not
     */
    @Nullable
    LogicalLine first(@Nullable String line, int number) throws ConfigException {
        inSection = true;
        if (line == null) {
            close();
        } else {
            add(line, number);
        }
        return done.isEmpty() ? null : done.get(0);
    }

    private void add(String line, int number) throws ConfigException {
        int comment = InlineComment.start(line);
        String content = PythonWhitespace.strip(comment < 0 ? line : line.substring(0, comment));
        if (content.isEmpty()) {
            // A comment leaves no trace; an empty line inside a value is part of it.
            if (comment < 0 && open != null) {
                extend(open, "", number);
            }
            return;
        }
        int depth = PythonWhitespace.leading(line);
        if (open != null && depth > indent) {
            extend(open, content, number);
            return;
        }
        indent = depth;
        if (content.startsWith("[") && content.lastIndexOf(']') > 1) {
            close();
            done(new LogicalLine(true, content.substring(0, content.lastIndexOf(']') + 1), number, List.of()));
            inSection = true;
        } else if (!inSection) {
            errors.noSection(line, number);
        } else {
            addOption(content, line, number);
        }
    }

    private void addOption(String content, String line, int number) throws ConfigException {
        int delimiter = delimiter(content);
        if (delimiter < 0) {
            // A line that is indented deeper below a bad one still continues the key before it: no close() here.
            errors.noDelimiter(line, number);
            return;
        }
        close();
        if (delimiter == 0) {
            errors.noKey(line, number);
            return;
        }
        open = new ArrayList<>(List.of(content));
        openedAt = number;
        length = content.length();
        Limits.check(length, Limits.VALUE, "characters in a value", file, number);
    }

    private void extend(List<String> value, String content, int number) throws ConfigException {
        length += content.length() + 1;
        Limits.check(length, Limits.VALUE, "characters in a value", file, openedAt);
        if (continued.isEmpty()) {
            continued = new ArrayList<>();
        }
        continued.add(number);
        value.add(content);
    }

    /** Index of the first {@code =} or {@code :}, -1 without one. */
    static int delimiter(String content) {
        for (int i = 0; i < content.length(); i++) {
            if (content.charAt(i) == '=' || content.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    private void close() throws ConfigException {
        if (open != null) {
            String text = PythonWhitespace.stripTrailing(String.join("\n", open));
            done(new LogicalLine(false, text, openedAt, continued));
            open = null;
            continued = List.of();
        }
    }

    private void done(LogicalLine line) throws ConfigException {
        done.add(line);
        weight += line.weight();
        Limits.check(weight, Limits.KEYS, Limits.KEYS_TEXT, file, line.number());
    }
}
