package org.supervisor4j.daemon.config;

import org.jspecify.annotations.Nullable;

/**
 * A key of a section that describes processes or a group of them: a row of its {@link KeyTable}. Parser, comparison,
 * {@code getAllConfigInfo} and the process page take from here what they know of it.
 *
 * @param <O> what is configured by it: a process, or a kind of group
 * @param <T> what the parser makes of its text
 * @param change what a change of it asks for
 * @param shown where the page of a process shows it
 * @param value what has become of it
 */
public record Key<O, T>(String key, Kind<T> kind, @Nullable String fallback, Change change, Shown shown, Value<O> value)
        implements Option<T> {
    /** What has to happen so that a changed value counts. An {@code update} takes up groups as a whole so far. */
    public enum Change {
        /** A running process can be told, or need not know. */
        LIVE,
        /** The next start takes it; a process that runs is not concerned. */
        NEXT_START,
        /** Counts for a new child only: one that runs is to be replaced. */
        RESTART,
        /** Is not looked at, as in the original, or another key shows it. */
        UNSEEN
    }

    /** Where it is shown. */
    public enum Shown {
        ALWAYS,
        /** As the path of the log file that has become of it. */
        AS_PATH,
        /** Where there is such a file. */
        WITH_FILE,
        NEVER,
        /** Never with its value in clear: it may be a secret. */
        SECRET
    }

    /** Takes the value out of what it belongs to; null if it is not set. */
    @FunctionalInterface
    interface Value<O> {
        @Nullable
        Object of(O owner);
    }

    /** The value in a form that can be compared; null if it is not set. */
    public @Nullable Object of(O owner) {
        return value.of(owner);
    }

    /** The value as people write it; empty if it is not set. */
    public String text(O owner) {
        Object found = of(owner);
        return found == null ? "" : kind.text().apply(found);
    }
}
