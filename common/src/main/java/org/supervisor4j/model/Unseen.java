package org.supervisor4j.model;

/**
 * Characters that have no shape, but change what is seen: they turn the order of a line around (U+202E and the other
 * bidirectional controls), break it, or make two names look alike (zero-width and other invisible ones).
 */
public final class Unseen {
    private Unseen() {}

    /** Whether a code point is one of them. */
    public static boolean is(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT -> !isShown(c);
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> isFiller(c);
        };
    }

    /** Signs of Arabic, Syriac and Kaithi that enclose numbers: of the same category, but drawn. */
    private static boolean isShown(int c) {
        return (c >= 0x600 && c <= 0x605)
                || c == 0x6dd
                || c == 0x70f
                || c == 0x890
                || c == 0x891
                || c == 0x8e2
                || c == 0x110bd
                || c == 0x110cd;
    }

    /** Letters and marks that are blank: the grapheme joiner, Hangul fillers, inherent vowels of Khmer. */
    private static boolean isFiller(int c) {
        return c == 0x34f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 || c == 0x3164 || c == 0xffa0;
    }
}
