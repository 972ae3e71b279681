package org.supervisor4j.daemon.output;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The pumps that let their pipes fill for a moment. Each unit that a listener is to hear of costs several changes of
 * threads, so what a child writes quickly is better heard of in fewer, larger units. Touched on its loop only.
 */
final class Rests {
    /**
     * How long a pump rests: nobody notices it, and a child that writes as fast as it is still worth a rest fills no
     * pipe meanwhile.
     */
    static final long NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private record Rest(Pump pump, long until) {}

    private final OutputLoop loop;
    /** All are of one length, so the first to begin is the first to end. */
    private final Queue<Rest> rests = new ArrayDeque<>();

    Rests(OutputLoop loop) {
        this.loop = loop;
    }

    /** Calls {@link Pump#onRested} in a while. */
    void begin(Pump pump) {
        rests.add(new Rest(pump, loop.now() + NANOS));
    }

    boolean isEmpty() {
        return rests.isEmpty();
    }

    /** Until the next one ends, 0 if it should have; there must be one. */
    long nanosLeft(long now) {
        return Math.max(0, rests.element().until() - now);
    }

    /** Wakes those that have rested long enough. */
    void endThoseDue() {
        long now = rests.isEmpty() ? 0 : loop.now();
        while (!rests.isEmpty() && nanosLeft(now) == 0) {
            Pump pump = rests.remove().pump();
            loop.guarded(pump, pump::onRested);
        }
    }

    void forget(Pump pump) {
        rests.removeIf(rest -> rest.pump() == pump);
    }
}
