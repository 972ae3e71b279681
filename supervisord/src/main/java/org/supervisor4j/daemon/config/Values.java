package org.supervisor4j.daemon.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a section says of its keys. Not thread-safe. */
public final class Values {
    private final Map<String, Object> values;

    public Values() {
        values = new HashMap<>();
    }

    public Values(Values others) {
        values = new HashMap<>(others.values);
    }

    /** Null for a key that is not set. */
    public <T> void put(Key<T> key, @Nullable T value) {
        if (value != null) {
            values.put(key.key(), value);
        }
    }

    /** The value of a key that has a fallback. */
    public <T> T get(Key<T> key) {
        return Objects.requireNonNull(find(key), key::key);
    }

    /** Null if it is not set. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T find(Key<T> key) {
        return (T) values.get(key.key());
    }
}
