package org.supervisor4j.daemon.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key.Change;
import org.supervisor4j.daemon.config.Key.Shown;
import org.supervisor4j.daemon.config.Key.Value;

/**
 * Collects keys in the order in which they are read, which decides which bad value is told first. What makes one says
 * by its name what a change of the key asks for. Its parameters are the key's name, kind and fallback
 * ({@link Option#fallback}), and where its value is.
 */
final class KeyTable<O> {
    private final List<Key<O, ?>> keys;
    private final Shown shown;

    private KeyTable(List<Key<O, ?>> keys, Shown shown) {
        this.keys = keys;
        this.shown = shown;
    }

    KeyTable() {
        this(new ArrayList<>(), Shown.ALWAYS);
    }

    /** For further keys of the same table, which are shown there. */
    KeyTable<O> shown(Shown where) {
        return new KeyTable<>(keys, where);
    }

    <T> Key<O, T> live(String key, Kind<T> kind, @Nullable String fallback, Value<O> value) {
        return add(new Key<>(key, kind, fallback, Change.LIVE, shown, value));
    }

    <T> Key<O, T> nextStart(String key, Kind<T> kind, @Nullable String fallback, Value<O> value) {
        return add(new Key<>(key, kind, fallback, Change.NEXT_START, shown, value));
    }

    <T> Key<O, T> restart(String key, Kind<T> kind, @Nullable String fallback, Value<O> value) {
        return add(new Key<>(key, kind, fallback, Change.RESTART, shown, value));
    }

    <T> Key<O, T> unseen(String key, Kind<T> kind, @Nullable String fallback) {
        return add(new Key<>(key, kind, fallback, Change.UNSEEN, shown, owner -> null));
    }

    private <T> Key<O, T> add(Key<O, T> key) {
        keys.add(key);
        return key;
    }

    /** Those that there are by now. */
    List<Key<O, ?>> all() {
        return List.copyOf(keys);
    }

    /** One list after the other, each key once. */
    @SafeVarargs
    static <O> List<Key<O, ?>> join(List<Key<O, ?>>... parts) {
        return List.copyOf(
                new LinkedHashSet<>(Stream.of(parts).flatMap(List::stream).toList()));
    }
}
