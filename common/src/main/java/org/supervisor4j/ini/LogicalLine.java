package org.supervisor4j.ini;

import java.util.List;

/**
 * A header or a key with everything that belongs to its value.
 *
 * @param header whether it opens a section
 * @param text trimmed, comments gone; {@code [name]} without what followed it, or {@code key = value} with the
 *     continuation lines after newlines
 * @param number of its first line, from 1
 * @param continued numbers of the lines that continue it: the n-th follows the n-th newline of the text
 */
record LogicalLine(boolean header, String text, int number, List<Integer> continued) {
    /** What it takes of {@link Limits#KEYS}. */
    int weight() {
        return header ? Limits.SECTION : 1;
    }
}
