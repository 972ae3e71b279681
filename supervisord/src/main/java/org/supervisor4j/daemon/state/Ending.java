package org.supervisor4j.daemon.state;

import org.jspecify.annotations.Nullable;

/**
 * A process has ended and nobody had asked for that.
 *
 * @param process as messages name it
 * @param essential what its configuration says of that
 * @param status of its last child; null if there was none
 * @param isExpected whether {@code exitcodes} lists it, and it came to run
 * @param isFatal whether it is FATAL by now
 */
public record Ending(
        String process, Essential essential, @Nullable ExitStatus status, boolean isExpected, boolean isFatal) {
    private static final int NO_CHILD = 1;

    /**
     * What the daemon exits with if it does for this: the exit code, 128 and the signal that killed it, and never 0 for
     * what is FATAL.
     */
    public int code() {
        int code = status == null ? NO_CHILD : codeOf(status);
        return isFatal && code == 0 ? NO_CHILD : code;
    }

    /** As a shell has it: the exit code, or 128 and the signal. */
    public static int codeOf(ExitStatus status) {
        if (status instanceof ExitStatus.Killed killed) {
            return 128 + killed.signal();
        }
        return status instanceof ExitStatus.Exited exited ? exited.code() : NO_CHILD;
    }

    /** What has happened, for the log. */
    String text() {
        String how = status == null ? "there was no child" : status.text();
        return isFatal ? "entered FATAL state (" + how + ")" : "ended (" + how + ")";
    }
}
