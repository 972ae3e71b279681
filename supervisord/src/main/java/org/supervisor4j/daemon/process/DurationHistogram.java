package org.supervisor4j.daemon.process;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long things of one kind took: how many of them fell into each bucket, and all of them together. Any thread. */
public final class DurationHistogram {
    private static final double NANOS = 1e9;

    private final List<Double> bounds;
    private final AtomicLongArray counts;
    private final LongAdder sum = new LongAdder();

    /** @param bounds of the buckets, in seconds, ascending; there is one more bucket, for whatever takes longer */
    public DurationHistogram(List<Double> bounds) {
        this.bounds = bounds;
        counts = new AtomicLongArray(bounds.size() + 1);
    }

    /** One more, which took so many nanoseconds. */
    public void add(long nanos) {
        int bucket = 0;
        while (bucket < bounds.size() && nanos > bounds.get(bucket) * NANOS) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        sum.add(nanos);
    }

    /** The buckets' upper bounds, in seconds. */
    public List<Double> bounds() {
        return bounds;
    }

    /** How many there were in a bucket, and in no lesser one. */
    public long count(int bucket) {
        return counts.get(bucket);
    }

    /** How many there were. */
    public long count() {
        long all = 0;
        for (int bucket = 0; bucket < counts.length(); bucket++) {
            all += counts.get(bucket);
        }
        return all;
    }

    /** All of them together, in nanoseconds. */
    public long nanos() {
        return sum.sum();
    }
}
