package org.supervisor4j.ini;

import java.io.Reader;
import java.util.List;

/**
 * Hands logical lines to ini4j, exactly one for each read, and remembers which: ini4j has no positions of its own.
 *
 * <p>ini4j would take some characters of a line for syntax that Python does not have (a backslash before a delimiter,
 * {@code [} at the start of a key, control characters at the ends of a key), and a newline ends its line. These travel
 * as two characters of the private use area and are turned back by {@link #plain}.
 */
final class LogicalLineReader extends Reader {
    private static final char MARK = '\ue000';
    private static final char SHIFT = '\ue100';

    private final List<LogicalLine> lines;
    private int next;
    private String pending = "";
    private int taken;

    LogicalLineReader(List<LogicalLine> lines) {
        this.lines = lines;
    }

    /** The line that was handed out last. */
    LogicalLine current() {
        return lines.get(next - 1);
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
        if (taken == pending.length()) {
            if (next == lines.size()) {
                return -1;
            }
            pending = armoured(lines.get(next)) + '\n';
            next++;
            taken = 0;
        }
        int count = Math.min(length, pending.length() - taken);
        pending.getChars(taken, taken + count, buffer, offset);
        taken += count;
        return count;
    }

    private static String armoured(LogicalLine line) {
        String text = line.text();
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean bracket = line.header() && (i == 0 || i == text.length() - 1);
            boolean special = c < ' ' || c == '\\' || c == MARK || (c == '[' && i == 0) || (c == ' ' && line.header());
            if (special && !bracket) {
                out.append(MARK).append((char) (c == MARK ? SHIFT - 1 : SHIFT + c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** What the line said before it went through ini4j. */
    static String plain(String text) {
        if (text.indexOf(MARK) < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == MARK && i + 1 < text.length()) {
                i++;
                char carried = text.charAt(i);
                out.append(carried == SHIFT - 1 ? MARK : (char) (carried - SHIFT));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    @Override
    public void close() {}
}
