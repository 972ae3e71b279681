package org.supervisor4j.daemon.config.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.reading.DependencyCheck;
import org.supervisor4j.daemon.config.reading.IncludeSection;
import org.supervisor4j.ini.SourcePosition;

/**
 * What a check has found at one place.
 *
 * @param warning whether a daemon would start all the same and do what was probably meant
 * @param file the file
 * @param line from 1; 0 = the file as a whole
 * @param column from 1, in characters; 0 = the line as a whole
 * @param message one line
 * @param hints further lines: the text in question, and how to write it
 */
public record Finding(boolean warning, String file, int line, int column, String message, List<String> hints) {
    public Finding {
        hints = List.copyOf(hints);
    }

    /**
     * Whether it counts as an error where warnings do: all but an {@code [include]} of a folder without files yet, and
     * keys that a listener acts on.
     */
    public boolean isStrictError() {
        return !warning || !(IncludeSection.isAboutEmptyFolder(message) || DependencyCheck.isNotice(message));
    }

    /** Something about a line, or about the whole of a file where there is no position. */
    static Finding at(String file, @Nullable SourcePosition position, boolean warning, String message) {
        return position == null
                ? new Finding(warning, file, 0, 0, message, List.of())
                : new Finding(warning, position.file(), position.line(), 0, message, List.of());
    }

    /** {@code FILE:LINE:COLUMN: error: message}, as compilers do it, and the hints below, each line with its end. */
    @Override
    public String toString() {
        String place = file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
        StringBuilder text = new StringBuilder();
        text.append(printable(place + (warning ? ": warning: " : ": error: ") + message))
                .append('\n');
        hints.forEach(hint -> text.append("    ").append(printable(hint)).append('\n'));
        return text.toString();
    }

    /** A file that somebody else wrote must not control the terminal of the user who checks it. */
    private static String printable(String line) {
        StringBuilder shown = new StringBuilder(line.length());
        line.codePoints().forEach(c -> {
            if (c != '\t' && Character.isISOControl(c)) {
                shown.append(String.format("\\x%02x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
