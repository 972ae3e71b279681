package org.supervisor4j.daemon.health.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pattern is compiled to: places, each of which takes a character, forks, asks, or is the end. */
final class Program {
    /** What a place asks of what stands around it. */
    enum Question {
        LINE_BEGINS,
        LINE_ENDS,
        WORD_BORDER,
        NO_WORD_BORDER
    }

    /**
     * One place.
     *
     * @param set what it takes, to go on at {@code next}; null for a place that takes nothing
     * @param question what must be true; null for nothing
     * @param next where it goes on; -1 for nowhere, which is the end of the pattern
     * @param other where it may go on as well; -1 for nowhere
     */
    record Place(@Nullable CharacterSet set, @Nullable Question question, int next, int other) {}

    private final List<Place> places;
    final int start;

    Program(List<Place> places, int start) {
        this.places = new ArrayList<>(places);
        this.start = start;
    }

    int size() {
        return places.size();
    }

    Place at(int index) {
        return places.get(index);
    }
}
