package org.supervisor4j.daemon.state;

/**
 * When an input arrives.
 *
 * @param nanos monotonic time
 * @param mayStart whether the daemon starts programs by itself now: not while it shuts down or restarts
 */
public record Moment(long nanos, boolean mayStart) {}
