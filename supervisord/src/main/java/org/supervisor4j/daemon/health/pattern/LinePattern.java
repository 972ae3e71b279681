package org.supervisor4j.daemon.health.pattern;

import org.supervisor4j.ini.InvalidValueException;

/**
 * A regular expression that is looked for in lines. All ways through it are gone at the same time, so that a character
 * costs at most one step for each place of the pattern: no expression and no text can make it slow.
 *
 * <p>It knows {@code . ^ $ | ( ) [ ] * + ? {m,n}}, {@code \d \w \s \b} with their opposites, and {@code (?i)} at its
 * beginning.
 */
public final class LinePattern {
    private final String text;
    private final Program program;

    private LinePattern(String text, Program program) {
        this.text = text;
        this.program = program;
    }

    /** @throws InvalidValueException with the column of what is wrong */
    public static LinePattern parse(String text) throws InvalidValueException {
        return new LinePattern(text, new PatternParser(text).parse());
    }

    /** A search of its own. Not thread-safe. */
    public LineSearch search() {
        return new LineSearch(program);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinePattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
