package org.supervisor4j.ini;

import java.util.Objects;

/** A single value that cannot be used. The message is the reference's sentence (a contract), without a position. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidValueException(String message) {
        // Thousands may be collected in one pass: no stack trace, the position in the file says more.
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
