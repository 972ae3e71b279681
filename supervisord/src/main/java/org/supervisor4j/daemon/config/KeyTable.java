package org.supervisor4j.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Key.Change;
import org.supervisor4j.daemon.config.Key.Shown;

/**
 * Collects the keys of one part of a configuration in the order in which they are read, which decides which bad value
 * is told first. The method that makes one says what a change of it asks for; see {@link Key} for the rest.
 *
 * @param <O> what the part belongs to: a process, or a kind of group
 * @param <P> the part
 */
public class KeyTable<O, P> {
    private final List<Key<?>> keys;
    private final String prefix;
    private final Function<O, P> part;
    private final Shown shown;
    private final boolean added;

    private KeyTable(List<Key<?>> keys, String prefix, Function<O, P> part, Shown shown, boolean added) {
        this.keys = keys;
        this.prefix = prefix;
        this.part = part;
        this.shown = shown;
        this.added = added;
    }

    /** @param prefix begins the name of each */
    public KeyTable(String prefix, Function<O, P> part) {
        this(new ArrayList<>(), prefix, part, Shown.ALWAYS, false);
    }

    /** An empty table, for keys that are read at another time. */
    KeyTable<O, P> another() {
        return new KeyTable<>(prefix, part);
    }

    /** For further keys of this table that are shown there. */
    KeyTable<O, P> shown(Shown where) {
        return new KeyTable<>(keys, prefix, part, where, added);
    }

    /** For further keys of this table that the original does not have: messages about bad values begin with the key. */
    public KeyTable<O, P> added() {
        return new KeyTable<>(keys, prefix, part, shown, true);
    }

    public <T> Key<T> live(
            String key, ValueKind<T> kind, @Nullable String fallback, Function<P, @Nullable Object> value) {
        return add(key, kind, fallback, Change.LIVE, value);
    }

    <T> Key<T> nextStart(
            String key, ValueKind<T> kind, @Nullable String fallback, Function<P, @Nullable Object> value) {
        return add(key, kind, fallback, Change.NEXT_START, value);
    }

    public <T> Key<T> restart(
            String key, ValueKind<T> kind, @Nullable String fallback, Function<P, @Nullable Object> value) {
        return add(key, kind, fallback, Change.RESTART, value);
    }

    public <T> Key<T> unseen(String key, ValueKind<T> kind, @Nullable String fallback) {
        return add(key, kind, fallback, Change.UNSEEN, part -> null);
    }

    @SuppressWarnings("unchecked")
    private <T> Key<T> add(
            String key,
            ValueKind<T> kind,
            @Nullable String fallback,
            Change change,
            Function<P, @Nullable Object> value) {
        String name = prefix + key;
        Key<T> row = new Key<>(
                name,
                added ? kind.naming(name) : kind,
                fallback,
                change,
                shown,
                owner -> value.apply(part.apply((O) owner)));
        keys.add(row);
        return row;
    }

    /** The keys so far. */
    public List<Key<?>> all() {
        return List.copyOf(keys);
    }

    /** One list after the other. */
    @SafeVarargs
    static List<Key<?>> join(List<Key<?>>... parts) {
        List<Key<?>> all = new ArrayList<>();
        for (List<Key<?>> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    /** These keys first, then all others. */
    static List<Key<?>> startingWith(List<Key<?>> first, List<Key<?>> all) {
        return join(
                first,
                all.stream().filter(key -> first.stream().noneMatch(key::is)).toList());
    }
}
