package org.supervisor4j.ctl.session;

/** Text in columns. Widths count characters; those outside of the basic plane count once. */
public final class Columns {
    private Columns() {}

    /** The text with blanks after it up to a width; unchanged if it is that wide already. */
    public static String padded(String text, int width) {
        int missing = width - length(text);
        return missing <= 0 ? text : text + " ".repeat(missing);
    }

    /** As much of it as a width takes. */
    public static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width));
    }

    /** How many characters a text has. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
