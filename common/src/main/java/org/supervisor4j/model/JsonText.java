package org.supervisor4j.model;

/** A text as JSON has it (RFC 8259). */
public final class JsonText {
    private JsonText() {}

    /**
     * Appends the text in quotes. In ASCII, so that no encoding, no terminal and no script has trouble with it; nothing
     * in it ends a line.
     */
    public static void append(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                json.append(c);
            } else {
                String digits = Integer.toHexString(c);
                json.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
            }
        }
        json.append('"');
    }
}
