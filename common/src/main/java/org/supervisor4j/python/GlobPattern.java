package org.supervisor4j.python;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for a name, as Python's {@code fnmatch} takes it: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a]}; no
 * escapes. Matching takes at most the product of both lengths, whatever the pattern.
 */
public final class GlobPattern {
    /** What one position of a name may be. */
    private interface Element {
        boolean matches(int codePoint);
    }

    private static final Element STAR = codePoint -> true;

    private final List<Element> elements = new ArrayList<>();

    public GlobPattern(String pattern) {
        int[] p = pattern.codePoints().toArray();
        int at = 0;
        while (at < p.length) {
            int c = p[at];
            at++;
            if (c == '*') {
                elements.add(STAR);
            } else if (c == '?') {
                elements.add(codePoint -> true);
            } else {
                int close = c == '[' ? close(p, at) : -1;
                elements.add(close < 0 ? codePoint -> codePoint == c : set(p, at, close));
                at = close < 0 ? at : close + 1;
            }
        }
    }

    /** Whether anything in it is more than itself. */
    public static boolean isMagic(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** Index of the bracket that closes the set, -1 without one. A bracket right at the start belongs to the set. */
    private static int close(int[] p, int from) {
        int at = from;
        at += at < p.length && p[at] == '!' ? 1 : 0;
        at += at < p.length && p[at] == ']' ? 1 : 0;
        while (at < p.length && p[at] != ']') {
            at++;
        }
        return at < p.length ? at : -1;
    }

    private static Element set(int[] p, int from, int to) {
        boolean negated = p[from] == '!';
        int start = negated ? from + 1 : from;
        List<int[]> ranges = new ArrayList<>();
        int at = start;
        while (at < to) {
            boolean range = at + 2 < to && p[at + 1] == '-';
            // A range the wrong way round is empty.
            ranges.add(new int[] {p[at], range ? p[at + 2] : p[at]});
            at += range ? 3 : 1;
        }
        return codePoint -> negated != ranges.stream().anyMatch(r -> r[0] <= codePoint && codePoint <= r[1]);
    }

    /** Whether the whole name is as the pattern says. */
    public boolean matches(String name) {
        int[] text = name.codePoints().toArray();
        int element = 0;
        int at = 0;
        int star = -1;
        int starAt = 0;
        while (at < text.length) {
            if (element < elements.size() && elements.get(element) == STAR) {
                star = element;
                starAt = at;
                element++;
            } else if (element < elements.size() && elements.get(element).matches(text[at])) {
                element++;
                at++;
            } else if (star >= 0) {
                // Let the last star take one character more.
                starAt++;
                at = starAt;
                element = star + 1;
            } else {
                return false;
            }
        }
        while (element < elements.size() && elements.get(element) == STAR) {
            element++;
        }
        return element == elements.size();
    }
}
