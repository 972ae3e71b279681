package org.supervisor4j.daemon.loop;

import java.util.concurrent.atomic.AtomicLong;

/** How long a loop's turns take. Written by the loop's thread; any thread may ask, and waits for nothing. */
public final class TurnMeter {
    private static final long WAITING = Long.MIN_VALUE;

    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong busyNanos = new AtomicLong();
    private volatile long since = WAITING;

    /** The loop has something to do. */
    void begin(long now) {
        since = now;
    }

    /** The loop is about to wait. */
    void end(long now) {
        long began = since;
        if (began != WAITING) {
            since = WAITING;
            turns.lazySet(turns.get() + 1);
            busyNanos.lazySet(busyNanos.get() + now - began);
        }
    }

    /** Nanoseconds since the present turn began; 0 where the loop waits for something to do. */
    public long busyFor(long now) {
        long began = since;
        return began == WAITING ? 0 : Math.max(0, now - began);
    }

    /** How many turns are over. */
    public long turns() {
        return turns.get();
    }

    /** How long they took, in nanoseconds. */
    public long busyNanos() {
        return busyNanos.get();
    }
}
