package org.supervisor4j.daemon.state;

import java.util.Locale;

/**
 * Whether the daemon ends when a process has ended by itself. A stop or a restart that somebody asked for is no such
 * end.
 *
 * @param kind what {@code essential} says
 * @param onFailure whether an end that {@code exitcodes} does not list, or FATAL, ends the daemon
 * @param onSuccess whether one that it lists does
 */
public record Essential(Kind kind, boolean onFailure, boolean onSuccess) {
    public static final Essential NO = new Essential(Kind.FALSE, false, false);

    /** The words of the key. */
    public enum Kind {
        /** It is one of many. */
        FALSE,
        /** Its first end is the daemon's, whatever autorestart says. */
        TRUE,
        /** The daemon's end comes when all attempts to start it are over. */
        FATAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the daemon ends where all attempts to start it have failed. */
    public boolean endsOnFatal() {
        return kind != Kind.FALSE || onFailure;
    }

    /** Whether the daemon ends with it. */
    boolean endsWith(Ending ending) {
        return ending.isFatal() ? endsOnFatal() : kind == Kind.TRUE || (ending.isExpected() ? onSuccess : onFailure);
    }
}
