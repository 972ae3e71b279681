package org.supervisor4j.ctl.session;

/** Characters that cannot be shown as they are, in the escapes of Python's literals. */
final class Escapes {
    private Escapes() {}

    /** A character: {@code \xe9}, {@code \u20ac} or {@code \U0001f600}. */
    static void append(StringBuilder out, int c) {
        String hex = Integer.toHexString(c);
        int width = c <= 0xff ? 2 : c <= 0xffff ? 4 : 8;
        out.append(c <= 0xff ? "\\x" : c <= 0xffff ? "\\u" : "\\U")
                .append("0".repeat(width - hex.length()))
                .append(hex);
    }

    /** Bytes as Python's literal: {@code b'bin\xff\n'}. */
    static String bytes(byte[] bytes) {
        boolean single = false;
        boolean dual = false;
        for (byte b : bytes) {
            single |= b == '\'';
            dual |= b == '"';
        }
        char quote = single && !dual ? '"' : '\'';
        StringBuilder literal = new StringBuilder(bytes.length + 3).append('b').append(quote);
        for (byte b : bytes) {
            appendByte(literal, b & 0xff, quote);
        }
        return literal.append(quote).toString();
    }

    private static void appendByte(StringBuilder out, int b, char quote) {
        if (b == quote || b == '\\') {
            out.append('\\').append((char) b);
        } else if (b == '\n') {
            out.append("\\n");
        } else if (b == '\r') {
            out.append("\\r");
        } else if (b == '\t') {
            out.append("\\t");
        } else if (b < ' ' || b >= 0x7f) {
            append(out, b);
        } else {
            out.append((char) b);
        }
    }
}
