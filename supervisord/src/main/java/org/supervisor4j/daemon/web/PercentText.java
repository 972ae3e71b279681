package org.supervisor4j.daemon.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * Percent-encoding as Python's {@code urllib.parse} does it: a broken escape stands for itself, broken UTF-8 for
 * U+FFFD.
 */
public final class PercentText {
    private PercentText() {}

    /** {@code quote}: everything but letters, digits, {@code _.-~} and the slash is escaped. */
    static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            if (isUnreserved(b) || b == '/') {
                out.append((char) b);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(byte b) {
        return b > 0 && (Character.isLetterOrDigit(b) || "_.-~".indexOf(b) >= 0);
    }

    /** {@code unquote}. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int escaped = in[i] == '%' && i + 2 < in.length ? hex(in[i + 1], in[i + 2]) : -1;
            out.write(escaped < 0 ? in[i] : escaped);
            i += escaped < 0 ? 0 : 2;
        }
        return out.toString(UTF_8);
    }

    /** {@code unquote_plus}: a plus is a blank. */
    public static String decodeForm(String text) {
        return decode(text.replace('+', ' '));
    }

    /** -1 if they aren't two hexadecimal digits. */
    private static int hex(byte high, byte low) {
        int value = Character.digit(high, 16) << 4 | Character.digit(low, 16);
        return Character.digit(high, 16) < 0 || Character.digit(low, 16) < 0 ? -1 : value;
    }
}
