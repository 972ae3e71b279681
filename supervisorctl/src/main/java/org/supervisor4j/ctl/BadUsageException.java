package org.supervisor4j.ctl;

/** The command line or the configuration cannot be used. The message is the reference's; the exit code is 2. */
final class BadUsageException extends Exception {
    private static final long serialVersionUID = 1L;

    BadUsageException(String message) {
        super(message, null, false, false);
    }
}
