package org.supervisor4j.xml;

/** Reads the number between {@code &#} and {@code ;}. */
final class CharacterReference {
    private CharacterReference() {}

    /**
     * The character that is meant.
     *
     * @param number decimal digits, or {@code x} and hexadecimal ones
     * @return -1 if that is no number, or that of a character which no document may hold
     */
    static int codePoint(String number) {
        boolean hex = number.startsWith("x");
        String digits = hex ? number.substring(1) : number;
        int c = digits.isEmpty() ? Integer.MAX_VALUE : 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), hex ? 16 : 10);
            c = digit < 0 || digits.charAt(i) >= 0x80 || c > Character.MAX_CODE_POINT
                    ? Integer.MAX_VALUE
                    : c * (hex ? 16 : 10) + digit;
        }
        return isAllowed(c) ? c : -1;
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c < 0xD800)
                || (c >= 0xE000 && c < 0xFFFE)
                || (c >= 0x10000 && c <= Character.MAX_CODE_POINT);
    }
}
