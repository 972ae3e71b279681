package org.supervisor4j.daemon.config;

/** What {@code stdout_logfile=} can say. */
public sealed interface LogTarget {
    /** {@code NONE}, {@code OFF} or empty: the output is read and dropped. */
    record None() implements LogTarget {}

    /** {@code AUTO}: a file in childlogdir that the daemon names. */
    record Auto() implements LogTarget {}

    /** A path as written (with {@code ~} expanded); relative to the daemon's directory when it is opened. */
    record File(String path) implements LogTarget {}
}
