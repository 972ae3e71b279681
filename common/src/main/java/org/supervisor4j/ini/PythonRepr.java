package org.supervisor4j.ini;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How Python shows a value in a message: {@code repr}. Many texts of the reference quote their input this way. */
public final class PythonRepr {
    private PythonRepr() {}

    /** {@code 'text'}, or {@code "it's"} where that saves escapes; what cannot be printed is escaped. */
    public static String of(String text) {
        return quoted(text, false);
    }

    /** The same with everything outside ASCII escaped: Python's {@code ascii}. */
    public static String ascii(String text) {
        return quoted(text, true);
    }

    /** Bytes: {@code b'bin\xff\n'}. */
    public static String of(byte[] bytes) {
        return "b" + ascii(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** {@code ['a', 'b']}. */
    public static String of(List<String> texts) {
        return texts.stream().map(PythonRepr::of).collect(Collectors.joining(", ", "[", "]"));
    }

    /** {@code {'a': 'text', 'n': 1}}, in the map's own order. Values that are not strings are shown as they print. */
    static String of(Map<String, Object> mapping, boolean ascii) {
        return mapping.entrySet().stream()
                .map(entry -> quoted(entry.getKey(), ascii) + ": "
                        + (entry.getValue() instanceof String text ? quoted(text, ascii) : entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text, boolean ascii) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(c -> append(out, c, quote, ascii));
        return out.append(quote).toString();
    }

    private static void append(StringBuilder out, int c, char quote, boolean ascii) {
        switch (c) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (c < 0x7f ? c >= ' ' : !ascii && isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(escape(c));
                }
            }
        }
    }

    /** A character that is not shown as it is: {@code \xe9}, {@code \u20ac} or {@code \U0001f600}. */
    public static String escape(int c) {
        HexFormat hex = HexFormat.of();
        return c <= 0xff
                ? "\\x" + hex.toHexDigits((byte) c)
                : c <= 0xffff ? "\\u" + hex.toHexDigits((char) c) : "\\U" + hex.toHexDigits(c);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
