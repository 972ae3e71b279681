package org.supervisor4j.daemon.events;

/**
 * Counts events: 0, 1, 2 and, after the largest {@code long}, 0 again. There is one for the daemon, which outlives its
 * restarts, and one for each pool. On the control loop only.
 */
public final class SerialCounter {
    private long next;

    public SerialCounter() {
        this(0);
    }

    SerialCounter(long next) {
        this.next = next;
    }

    /** The next number. */
    public long take() {
        long taken = next;
        next = taken == Long.MAX_VALUE ? 0 : taken + 1;
        return taken;
    }
}
