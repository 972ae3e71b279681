package org.supervisor4j.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes that a program wrote, as text for events, log lines and terminals. */
public final class OutputText {
    private OutputText() {}

    /**
     * The bytes as UTF-8; if any of them is not, {@code Undecodable: } and all of them as a Python bytes literal, which
     * is what listeners and readers of Supervisor's logs get.
     */
    public static String of(byte[] bytes) {
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return "Undecodable: " + bytesLiteral(bytes);
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte value : bytes) {
            if (value < 0) {
                return false;
            }
        }
        return true;
    }

    /** Python's repr of bytes: {@code b'ab\xff\n'}. */
    public static String bytesLiteral(byte[] bytes) {
        char quote = contains(bytes, '\'') && !contains(bytes, '"') ? '"' : '\'';
        StringBuilder literal = new StringBuilder(bytes.length + 3).append('b').append(quote);
        for (byte value : bytes) {
            append(literal, value & 0xff, quote);
        }
        return literal.append(quote).toString();
    }

    private static void append(StringBuilder literal, int value, char quote) {
        switch (value) {
            case '\t' -> literal.append("\\t");
            case '\n' -> literal.append("\\n");
            case '\r' -> literal.append("\\r");
            default -> {
                if (value == quote || value == '\\') {
                    literal.append('\\').append((char) value);
                } else if (value >= 0x20 && value < 0x7f) {
                    literal.append((char) value);
                } else {
                    literal.append("\\x")
                            .append(Character.forDigit(value >> 4, 16))
                            .append(Character.forDigit(value & 15, 16));
                }
            }
        }
    }

    private static boolean contains(byte[] bytes, char wanted) {
        for (byte value : bytes) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }
}
