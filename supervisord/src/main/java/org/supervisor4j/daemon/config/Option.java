package org.supervisor4j.daemon.config;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key of a section. Of the keys of programs it is a row of their table ({@link KeyTable}): parser, comparison,
 * {@code getAllConfigInfo} and the process page take from it what they know of the key.
 *
 * @param fallback what counts if the file does not have the key, as it would be written there; null if that is nothing,
 *     or depends on something else
 * @param change what a change of it asks for
 * @param shown where the page of a process shows it
 * @param value takes what has become of it out of what it belongs to, a process or a kind of group
 */
public record Option<T>(
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
        /** The next start takes it; a process that runs is not concerned. */
        NEXT_START,
        /** A process that runs has to be replaced. */
        RESTART,
        /** It is not compared. */
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
        /** Never in clear: the value may be a secret. */
        SECRET
    }

    public static <T> Option<T> option(String key, ValueKind<T> kind, @Nullable String fallback) {
        return new Option<>(key, kind, fallback, Change.UNSEEN, Shown.NEVER, owner -> null);
    }

    public static <T> Option<T> option(String key, ValueKind<T> kind) {
        return option(key, kind, null);
    }

    /** Of two keys of one table: whether they are the same. */
    public boolean is(Option<?> other) {
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
