package org.supervisor4j.daemon.config;

import org.jspecify.annotations.Nullable;

/** One key of a section. */
interface Option<T> {
    String key();

    Kind<T> kind();

    /**
     * What counts if the file does not have the key, as it would be written there; null if that is nothing, or depends
     * on something else.
     */
    @Nullable
    String fallback();

    /** A key of which nothing more is to be said than how it is read. */
    record Plain<T>(String key, Kind<T> kind, @Nullable String fallback) implements Option<T> {}

    static <T> Option<T> option(String key, Kind<T> kind, String fallback) {
        return new Plain<>(key, kind, fallback);
    }

    static <T> Option<T> option(String key, Kind<T> kind) {
        return new Plain<>(key, kind, null);
    }
}
