package org.supervisor4j.ini;

/** Finds where a comment begins, with the quirk of Python's parser. No quoting protects a {@code ;} or {@code #}. */
final class InlineComment {
    private InlineComment() {}

    /**
     * The index at which the comment begins, 0 if the whole line is one; -1 without a comment. The n-th {@code ;} and
     * the n-th {@code #} are looked at together; the first round that has one after white space (or in column 0)
     * decides.
     */
    static int start(String line) {
        int first = PythonWhitespace.leading(line);
        if (first < line.length() && isMark(line.charAt(first))) {
            return 0;
        }
        int semicolon = line.indexOf(';');
        int hash = line.indexOf('#');
        while (semicolon >= 0 || hash >= 0) {
            int found = -1;
            if (opens(line, semicolon)) {
                found = semicolon;
            }
            if (opens(line, hash) && (found < 0 || hash < found)) {
                found = hash;
            }
            if (found >= 0) {
                return found;
            }
            semicolon = semicolon < 0 ? -1 : line.indexOf(';', semicolon + 1);
            hash = hash < 0 ? -1 : line.indexOf('#', hash + 1);
        }
        return -1;
    }

    private static boolean opens(String line, int at) {
        return at == 0 || (at > 0 && PythonWhitespace.isSpace(line.charAt(at - 1)));
    }

    private static boolean isMark(char c) {
        return c == ';' || c == '#';
    }
}
