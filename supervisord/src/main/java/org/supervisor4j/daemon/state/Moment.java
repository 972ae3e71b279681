package org.supervisor4j.daemon.state;

/**
 * When an input arrives.
 *
 * @param nanos monotonic time
 * @param mayStart whether the daemon starts programs by itself now: not while it shuts down or restarts
 * @param random from 0 to 1, by chance: what shortens a wait
 */
public record Moment(long nanos, boolean mayStart, double random) {
    /** Where chance plays no part. */
    public Moment(long nanos, boolean mayStart) {
        this(nanos, mayStart, 0);
    }
}
