package org.supervisor4j.daemon.process;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the processes of one group took to start, from their launch to RUNNING. Written on the control loop; any
 * thread may look.
 */
public final class StartDurations {
    /** The bounds of the buckets, in seconds; there is one more bucket, for whatever takes longer. */
    public static final List<Double> SECONDS = List.of(0.1, 1.1, 5.0, 15.0, 60.0);

    private static final double NANOS = 1e9;

    private final AtomicLongArray counts = new AtomicLongArray(SECONDS.size() + 1);
    private final AtomicLongArray sum = new AtomicLongArray(1);

    void add(long nanos) {
        int bucket = 0;
        while (bucket < SECONDS.size() && nanos > SECONDS.get(bucket) * NANOS) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        sum.addAndGet(0, nanos);
    }

    /** How many there were in a bucket, and in no lesser one. */
    public long count(int bucket) {
        return counts.get(bucket);
    }

    /** All of them together, in nanoseconds. */
    public long nanos() {
        return sum.get(0);
    }
}
