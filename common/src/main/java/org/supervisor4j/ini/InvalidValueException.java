package org.supervisor4j.ini;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A single value that cannot be used. The message is the reference's sentence (a contract), without a position. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Expansion names;
    private final String advice;

    public InvalidValueException(String message) {
        this(message, null, "");
    }

    /** @param names what the value could have named, where its {@code %} formats are what is wrong */
    InvalidValueException(String message, @Nullable Expansion names) {
        this(message, names, "");
    }

    private InvalidValueException(String message, @Nullable Expansion names, String advice) {
        // Thousands may be collected in one pass: no stack trace, the position in the file says more.
        super(message, null, false, false);
        this.names = names;
        this.advice = advice;
    }

    /** The same with a sentence that adds what the message (a contract) does not say. */
    public InvalidValueException advising(String sentence) {
        return new InvalidValueException(getMessage(), names, sentence);
    }

    /** A further line; empty if there is none. */
    public String advice() {
        return advice;
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
