package org.supervisor4j.daemon.monitoring;

import org.supervisor4j.daemon.loop.EventLoop;

/**
 * How long a task waits for the control loop. Measured when somebody asks, who gets the last result and does not wait
 * for the next. One thread asks at a time.
 */
final class LoopLag {
    private static final long NOBODY_WAITS = Long.MIN_VALUE;

    private final EventLoop loop;
    private volatile long asked = NOBODY_WAITS;
    private volatile long last;

    LoopLag(EventLoop loop) {
        this.loop = loop;
    }

    /** In nanoseconds: that of the last task, or what the present one has been waiting for if that is more. */
    long nanos() {
        long since = asked;
        long now = loop.now();
        if (since != NOBODY_WAITS) {
            return Math.max(last, now - since);
        }
        asked = now;
        loop.post("measuring the control loop's lag", this::measured);
        return last;
    }

    private void measured() {
        last = loop.now() - asked;
        asked = NOBODY_WAITS;
    }
}
