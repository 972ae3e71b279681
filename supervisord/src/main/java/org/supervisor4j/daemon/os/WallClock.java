package org.supervisor4j.daemon.os;

/** The clock that people see. May be set forwards and backwards at any time: never compute a duration from it. */
@FunctionalInterface
public interface WallClock {
    /** Milliseconds since the epoch. */
    long millis();

    /** Whole seconds since the epoch. */
    default long seconds() {
        return Math.floorDiv(millis(), 1000L);
    }
}
