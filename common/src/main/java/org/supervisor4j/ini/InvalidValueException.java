package org.supervisor4j.ini;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A single value that cannot be used. The message is the reference's sentence (a contract), without a position. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Expansion names;

    public InvalidValueException(String message) {
        this(message, null);
    }

    /** @param names what the value could have named, where its {@code %} formats are what is wrong */
    InvalidValueException(String message, @Nullable Expansion names) {
        // Thousands may be collected in one pass: no stack trace, the position in the file says more.
        super(message, null, false, false);
        this.names = names;
    }

    /** What the value could have named, if its {@code %} formats are what is wrong; else null. */
    public @Nullable Expansion names() {
        return names;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
