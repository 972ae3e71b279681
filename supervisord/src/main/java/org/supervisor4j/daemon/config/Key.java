package org.supervisor4j.daemon.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key of a section. A key of a program is a row of a table ({@link KeyTable}), from which parser, comparison,
 * {@code getAllConfigInfo} and the process page take what they know of it.
 *
 * @param fallback what counts if the file does not have the key, as it would be written there; null if that is nothing,
 *     or depends on something else
 * @param change what a change of it asks for
 * @param shown where the page of a process shows it
 * @param value takes what has become of it out of what it belongs to, a process or a kind of group
 */
public record Key<T>(
        String key,
        ValueKind<T> kind,
        @Nullable String fallback,
        Change change,
        Shown shown,
        Function<Object, @Nullable Object> value) {
    /** What has to happen so that a changed value counts. So far an {@code update} replaces whole groups for each. */
    public enum Change {
        /** A running process can be told, or need not know. */
        LIVE,
        /** The next start uses it; a running process is not concerned. */
        NEXT_START,
        /** A running process has to be replaced. */
        RESTART,
        /** It is not compared. */
        UNSEEN
    }

    /** Where it is shown. */
    public enum Shown {
        ALWAYS,
        /** As the path of the log file that has become of it. */
        AS_PATH,
        /** Where it is not the default. */
        IF_OTHER,
        /** Where there is such a file. */
        WITH_FILE,
        NEVER,
        /** Never in clear: the value may be a secret. */
        SECRET
    }

    public static <T> Key<T> key(String key, ValueKind<T> kind, @Nullable String fallback) {
        return new Key<>(key, kind, fallback, Change.UNSEEN, Shown.NEVER, owner -> null);
    }

    public static <T> Key<T> key(String key, ValueKind<T> kind) {
        return key(key, kind, null);
    }

    /** Whether this is the same key; of one table. */
    public boolean is(Key<?> other) {
        return key.equals(other.key);
    }

    /** The value in a form that can be compared; null if it is not set. */
    public @Nullable Object of(Object owner) {
        return value.apply(owner);
    }

    /** The value as people write it; empty if it is not set. */
    public String text(Object owner) {
        Object found = of(owner);
        return found == null ? "" : kind.text(found);
    }
}
