package org.supervisor4j.ini;

/**
 * One value as written: trimmed, comments gone, continuation lines joined by newlines, nothing expanded.
 *
 * @param position of the key that set it last
 */
public record IniValue(String text, SourcePosition position) {}
