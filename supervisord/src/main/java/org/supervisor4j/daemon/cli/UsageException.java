package org.supervisor4j.daemon.cli;

import java.util.List;
import java.util.Objects;

/** What the operator did wrong on the command line. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> details;

    public UsageException(String message) {
        this(message, List.of());
    }

    /** @param details further lines, for what the message (a contract) does not say */
    UsageException(String message, List<String> details) {
        super(message);
        this.details = List.copyOf(details);
    }

    List<String> details() {
        return details;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * The two lines for stderr; the exit status that goes with them is 2.
     *
     * @param programName as the daemon was called
     */
    public static String text(String message, String programName) {
        // contract: options.usage
        return "Error: " + message + "\nFor help, use " + programName + " -h\n";
    }
}
