package org.supervisor4j.daemon.config.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.diagnosis.ShellSyntax;
import org.supervisor4j.ini.IniValue;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.ini.SourceLines;
import org.supervisor4j.ini.SourceLines.Place;

/**
 * Looks in a {@code command} as it is written for what a start would take as it stands, although it was meant
 * differently.
 */
final class CommandText {
    /** A comment after a command that looks like the rest of it. */
    private static final Pattern GOES_ON =
            Pattern.compile(";\\s*(?:[/.]+[\\w./-]+|(?:cd|exec|echo|export|sleep|sh|bash|rm|mkdir|kill)\\b).*");

    private static final String COMMENT_HINT = "^ leave out the blank before it, or put it into a script";

    private static final int LONGEST_SHOWN = 1000;

    /** Nobody types a longer one, and each word would take memory. */
    private static final int LONGEST = 64 * 1024;

    private final SourceLines lines;
    private final IniValue value;

    CommandText(SourceLines lines, IniValue value) {
        this.lines = lines;
        this.value = value;
    }

    /** What is odd about it; null if nothing is. */
    @Nullable
    Finding look() {
        SourceLines.Written written = lines.value(value.position().line());
        if (written == null || written.text().length() > LONGEST) {
            return null;
        }
        Place comment = written.comment();
        String text = written.text();
        try {
            List<ShellWords.Word> words = ShellWords.words(text);
            String rest = comment == null ? "" : lines.line(comment.line()).substring(offset(comment));
            if (comment != null && GOES_ON.matcher(rest).matches()) {
                return finding(comment, "command ends here: the rest of the line is a comment", COMMENT_HINT);
            }
            if (!words.isEmpty() && ShellSyntax.isShell(words.get(0).text())) {
                ShellWords.Word alone = ShellSyntax.alone(words);
                return alone == null ? null : withoutQuotes(written, alone);
            }
            ShellSyntax.Found found = ShellSyntax.in(words);
            if (found == null) {
                return null;
            }
            String or = found.instead().isEmpty() ? "" : ", or " + found.instead();
            Place place = written.place(text.codePointCount(0, found.at()));
            String message = "command has " + found.shown() + ", but supervisord starts no shell: use sh -c ..." + or;
            return finding(
                    place,
                    message,
                    text.indexOf('"') >= 0 || text.indexOf('\n') >= 0
                            ? ""
                            : "^ if a shell is meant, write\ncommand=/bin/sh -c \"" + ShellSyntax.forShell(text)
                                    + "\"");
        } catch (InvalidValueException malformed) {
            String message = "command cannot be parsed: " + malformed.getMessage();
            return unclosed(
                    lines,
                    written,
                    ShellWords.unclosed(text, true),
                    value.position().file(),
                    true,
                    message);
        }
    }

    private Finding withoutQuotes(SourceLines.Written written, ShellWords.Word alone) {
        String text = written.text();
        String rest = text.substring(alone.start());
        boolean isPlain = rest.chars().noneMatch(c -> c == '"' || c == '\\' || c == '\n');
        return finding(
                written.place(text.codePointCount(0, alone.start())),
                "the shell runs " + alone.text() + " without the words after it: quotes are missing after -c",
                isPlain ? "^ write\ncommand=" + text.substring(0, alone.start()) + '"' + rest + '"' : "");
    }

    private int offset(Place place) {
        return lines.line(place.line()).offsetByCodePoints(0, place.column() - 1);
    }

    /** @param hint what follows below the line in question; empty for nothing, and not even the line */
    private Finding finding(Place place, String message, String hint) {
        return pointing(lines, value.position().file(), place, true, message, hint);
    }

    /** A finding about a quote without its counterpart, most often because a comment has cut it off. */
    static Finding unclosed(
            SourceLines lines, SourceLines.Written value, int quote, String file, boolean warning, String message) {
        Place comment = value.comment();
        return comment == null
                ? pointing(lines, file, value.place(quote), warning, message, "^ this has no counterpart")
                : pointing(
                        lines,
                        file,
                        comment,
                        warning,
                        message + "; the rest of the line is a comment, quotes do not protect it",
                        COMMENT_HINT);
    }

    /** A finding with the line that it is about and a hint below the place. */
    static Finding pointing(SourceLines lines, String file, Place place, boolean warning, String message, String hint) {
        String line = lines.line(place.line());
        List<String> hints = new ArrayList<>();
        if (!hint.isEmpty() && line.length() <= LONGEST_SHOWN) {
            String before = line.substring(0, line.offsetByCodePoints(0, place.column() - 1));
            hints.add(line);
            hints.addAll((before.replaceAll("[^\t]", " ") + hint).lines().toList());
        }
        return new Finding(warning, file, place.line(), place.column(), message, hints);
    }
}
