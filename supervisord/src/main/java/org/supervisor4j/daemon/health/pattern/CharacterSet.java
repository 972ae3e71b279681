package org.supervisor4j.daemon.health.pattern;

import java.util.ArrayList;
import java.util.List;

/** The characters that one place of a pattern takes. Nothing takes the end of a line. */
final class CharacterSet {
    static final CharacterSet DIGIT = new CharacterSet(false).range('0', '9');
    static final CharacterSet WORD = new CharacterSet(false)
            .range('a', 'z')
            .range('A', 'Z')
            .range('0', '9')
            .range('_', '_');
    static final CharacterSet SPACE = new CharacterSet(false).range('\t', '\r').range(' ', ' ');
    static final CharacterSet ANY = new CharacterSet(true);

    private record Range(int from, int to) {}

    private final boolean negated;
    private final List<Range> ranges = new ArrayList<>();
    private final List<CharacterSet> others = new ArrayList<>();

    CharacterSet(boolean negated) {
        this.negated = negated;
    }

    static CharacterSet of(int character, boolean anyCase) {
        CharacterSet set = new CharacterSet(false);
        set.add(character, character, anyCase);
        return set;
    }

    private CharacterSet range(int from, int to) {
        ranges.add(new Range(from, to));
        return this;
    }

    void add(int from, int to, boolean anyCase) {
        range(from, to);
        // Ranges of other letters than these would have to be gone through one by one.
        if (anyCase && from == to) {
            range(Character.toLowerCase(from), Character.toLowerCase(from));
            range(Character.toUpperCase(from), Character.toUpperCase(from));
        } else if (anyCase) {
            addOtherCase(Math.max(from, 'a'), Math.min(to, 'z'), 'A' - 'a');
            addOtherCase(Math.max(from, 'A'), Math.min(to, 'Z'), 'a' - 'A');
        }
    }

    private void addOtherCase(int from, int to, int shift) {
        if (from <= to) {
            range(from + shift, to + shift);
        }
    }

    void add(CharacterSet other) {
        others.add(other);
    }

    CharacterSet complement() {
        CharacterSet complement = new CharacterSet(true);
        complement.add(this);
        return complement;
    }

    boolean takes(int character) {
        return character != '\n' && contains(character) != negated;
    }

    private boolean contains(int character) {
        for (Range range : ranges) {
            if (range.from <= character && character <= range.to) {
                return true;
            }
        }
        for (CharacterSet other : others) {
            if (other.takes(character)) {
                return true;
            }
        }
        return false;
    }
}
