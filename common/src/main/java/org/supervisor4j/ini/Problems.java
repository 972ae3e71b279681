package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a configuration, so that it can be reported at once. A thousand problems are kept, or as
 * many as fit into a few megabytes: no one reads more, and a hostile file must not fill the memory with complaints. Not
 * thread-safe.
 */
public final class Problems {
    private static final int MOST = 1000;
    /** All messages together, in characters. */
    private static final int LONGEST = 1 << 21;

    private int length;
    private final List<Problem> found = new ArrayList<>();
    private final Set<Problem> known = new HashSet<>();
    private final Set<SourcePosition> badValues = new HashSet<>();

    /** Notes a problem, unless the same one is there already. */
    public void add(String message, @Nullable SourcePosition position) {
        add(new Problem(message, position));
    }

    private void add(Problem problem) {
        if (!isFull() && known.add(problem)) {
            found.add(problem);
            length += problem.message().length();
        }
    }

    /** Notes a bad value; a value that is read several times is complained about once. */
    public void addValue(String message, SourcePosition position) {
        addValue(new Problem(message, position), position);
    }

    /**
     * The same with what is known of the reason.
     *
     * @param ending of the message
     * @return whether this is the first about the value
     */
    public boolean addValue(InvalidValueException bad, String ending, SourcePosition position) {
        boolean first = addValue(new Problem(bad.getMessage() + ending, position, bad.names()), position);
        if (first && !bad.advice().isEmpty()) {
            add(bad.advice(), position);
        }
        return first;
    }

    private boolean addValue(Problem problem, SourcePosition position) {
        boolean first = badValues.size() < MOST && badValues.add(position);
        if (first) {
            add(problem);
        }
        return first;
    }

    public void addAll(ConfigException failure) {
        failure.problems().forEach(this::add);
    }

    /** Whether a bad value that stands there was noted. */
    public boolean hasBadValue(SourcePosition position) {
        return badValues.contains(position);
    }

    /** What was noted so far. */
    public List<Problem> found() {
        return List.copyOf(found);
    }

    /** Whether no more will be kept. */
    public boolean isFull() {
        return found.size() >= MOST || length > LONGEST;
    }

    public int count() {
        return found.size();
    }

    /** Throws everything that was noted, in that order; does nothing if all is well. */
    public void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}
