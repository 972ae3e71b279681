package org.supervisor4j.daemon.health;

/** What strangers say, as it may be shown on a terminal and in a line. */
public final class PlainText {
    private static final int LONGEST = 256;

    private PlainText() {}

    /** What a terminal would obey, and what ends a line, becomes a question mark; what is long is cut. */
    public static String of(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(character -> {
            int type = Character.getType(character);
            boolean odd = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            kept.appendCodePoint(odd ? '?' : character);
        });
        return kept.toString();
    }
}
