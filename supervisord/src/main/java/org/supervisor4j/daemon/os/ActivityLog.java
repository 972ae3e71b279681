package org.supervisor4j.daemon.os;

import org.supervisor4j.model.LogLevel;

/**
 * The daemon's own log, for all that write to it. Never blocks and never throws; lines come out in the order of the
 * calls of a thread. Any thread.
 */
public interface ActivityLog {
    /** For what nobody needs to read. */
    ActivityLog NONE = new ActivityLog() {
        @Override
        public boolean isEnabled(LogLevel level) {
            return false;
        }

        @Override
        public void log(LogLevel level, String message) {}
    };

    /** Whether a line of this level would be written: ask before building an expensive one. */
    boolean isEnabled(LogLevel level);

    /**
     * Adds a line with the time of this call.
     *
     * @param message one line or several, without a line end at the end; written as it is
     */
    void log(LogLevel level, String message);

    default void critical(String message) {
        log(LogLevel.CRITICAL, message);
    }

    default void error(String message) {
        log(LogLevel.ERROR, message);
    }

    default void warn(String message) {
        log(LogLevel.WARN, message);
    }

    default void info(String message) {
        log(LogLevel.INFO, message);
    }

    default void debug(String message) {
        log(LogLevel.DEBUG, message);
    }

    default void trace(String message) {
        log(LogLevel.TRACE, message);
    }

    default void blather(String message) {
        log(LogLevel.BLATHER, message);
    }
}
