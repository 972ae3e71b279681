package org.supervisor4j.daemon.os;

/** The clock for durations and deadlines. Never jumps; its zero means nothing. */
@FunctionalInterface
public interface Monotonic {
    /** Nanoseconds since some moment before the daemon started. */
    long nanos();
}
