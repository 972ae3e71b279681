package org.supervisor4j.daemon.cli;

import java.util.Objects;

/** What the operator did wrong on the command line. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * The two lines for stderr; the exit status that goes with them is 2.
     *
     * @param programName as we were called
     */
    public static String text(String message, String programName) {
        // contract: options.usage
        return "Error: " + message + "\nFor help, use " + programName + " -h\n";
    }
}
