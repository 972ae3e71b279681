package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a configuration, so that it can be reported at once. Not thread-safe. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();
    private final Set<Problem> known = new HashSet<>();
    private final Set<SourcePosition> badValues = new HashSet<>();

    /** Notes a problem, unless the same one is there already. */
    public void add(String message, @Nullable SourcePosition position) {
        Problem problem = new Problem(message, position);
        if (known.add(problem)) {
            found.add(problem);
        }
    }

    /** Notes a bad value; a value that is read several times is complained about once. */
    public void addValue(String message, SourcePosition position) {
        if (badValues.add(position)) {
            add(message, position);
        }
    }

    public void addAll(ConfigException failure) {
        failure.problems().forEach(problem -> add(problem.message(), problem.position()));
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
