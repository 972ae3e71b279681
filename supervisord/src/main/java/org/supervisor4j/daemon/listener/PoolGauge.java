package org.supervisor4j.daemon.listener;

/** How one pool's buffer is filled. Written on the control loop; any thread may look. */
public final class PoolGauge {
    private final String pool;
    private volatile int waiting;
    private volatile long overflows;

    PoolGauge(String pool) {
        this.pool = pool;
    }

    void set(int waitingNow, long overflowsSoFar) {
        waiting = waitingNow;
        overflows = overflowsSoFar;
    }

    /** The pool's name. */
    public String pool() {
        return pool;
    }

    /** How many events wait for a listener. */
    public int waiting() {
        return waiting;
    }

    /** How many have been discarded for want of room. */
    public long overflows() {
        return overflows;
    }
}
