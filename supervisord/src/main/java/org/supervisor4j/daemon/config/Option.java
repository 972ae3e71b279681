package org.supervisor4j.daemon.config;

import org.jspecify.annotations.Nullable;

/**
 * One key of a section.
 *
 * @param fallback what counts if the file does not have the key, as it would be written there; null if that is nothing,
 *     or depends on something else
 */
record Option<T>(String key, Kind<T> kind, @Nullable String fallback) {
    static <T> Option<T> option(String key, Kind<T> kind, String fallback) {
        return new Option<>(key, kind, fallback);
    }

    static <T> Option<T> option(String key, Kind<T> kind) {
        return new Option<>(key, kind, null);
    }
}
