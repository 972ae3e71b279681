package org.supervisor4j.ini;

/**
 * A header or a key with everything that belongs to its value.
 *
 * @param header whether it opens a section
 * @param text trimmed, comments gone; {@code [name]} without what followed it, or {@code key = value} with the
 *     continuation lines behind newlines
 * @param number of its first line, from 1
 */
record LogicalLine(boolean header, String text, int number) {}
