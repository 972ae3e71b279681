package org.supervisor4j.ctl.session;

import org.supervisor4j.ini.PythonWhitespace;

/**
 * A line, taken apart the way Python's {@code cmd} module does it.
 *
 * @param text the whole line, trimmed, with a leading {@code ?} turned into {@code help}
 * @param word the longest run of letters, digits and underscores at the start; empty if there is none
 * @param argument the rest, trimmed
 */
record TypedLine(String text, String word, String argument) {

    static TypedLine parse(String typed) {
        String text = PythonWhitespace.strip(typed);
        if (text.startsWith("?")) {
            text = "help " + text.substring(1);
        }
        int end = 0;
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return new TypedLine(text, text.substring(0, end), PythonWhitespace.strip(text.substring(end)));
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
