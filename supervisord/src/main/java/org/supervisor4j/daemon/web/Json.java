package org.supervisor4j.daemon.web;

import java.util.Map;

/** Writes JSON: just what the pages' scripts are sent. */
final class Json {
    private Json() {}

    /** An object. Numbers and booleans stand as they are, everything else as text; the order is the map's. */
    static void append(StringBuilder out, Map<String, ?> members) {
        char separator = '{';
        for (Map.Entry<String, ?> member : members.entrySet()) {
            out.append(separator);
            append(out, member.getKey());
            out.append(':');
            if (member.getValue() instanceof Number || member.getValue() instanceof Boolean) {
                out.append(member.getValue());
            } else {
                append(out, member.getValue().toString());
            }
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    /** A text in quotes. What ends lines is escaped, so that it may stand in an event stream. */
    static void append(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '\u007f' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                out.append(escape(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** A lone half of a pair, which UTF-8 has no bytes for, survives so, too. */
    private static String escape(char c) {
        String digits = Integer.toHexString(c);
        return "\\u" + "0".repeat(4 - digits.length()) + digits;
    }
}
