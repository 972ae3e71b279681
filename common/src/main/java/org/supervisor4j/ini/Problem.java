package org.supervisor4j.ini;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param message the whole sentence as the reference prints it (a contract), without position
 * @param position where, if it is known
 * @param names what the value could have named, if its {@code %} formats are what is wrong; else null
 */
public record Problem(
        String message,
        @Nullable SourcePosition position,
        @Nullable Expansion names) {
    public Problem(String message, @Nullable SourcePosition position) {
        this(message, position, null);
    }
}
