package org.supervisor4j.daemon.monitoring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls of clients by their methods. Any thread. */
public final class CallMeter {
    /** The bounds of the buckets, in seconds; there is one more bucket, for whatever takes longer. */
    public static final List<Double> SECONDS = List.of(0.001, 0.01, 0.1, 1.0, 10.0);

    /** Stands for all methods that there are not, so that clients cannot make up as many as they like. */
    static final String UNKNOWN = "unknown";

    private static final double NANOS = 1e9;

    private final Map<String, Calls> calls = new ConcurrentSkipListMap<>();

    /** The calls of one method. */
    public static final class Calls {
        private final AtomicLongArray counts = new AtomicLongArray(SECONDS.size() + 1);
        private final LongAdder nanos = new LongAdder();
        private final LongAdder faults = new LongAdder();

        private void add(long time, boolean failed) {
            int bucket = 0;
            while (bucket < SECONDS.size() && time > SECONDS.get(bucket) * NANOS) {
                bucket++;
            }
            counts.incrementAndGet(bucket);
            nanos.add(time);
            faults.add(failed ? 1 : 0);
        }

        /** How many there were in a bucket, and in no lesser one. */
        public long count(int bucket) {
            return counts.get(bucket);
        }

        /** What all of them took, in nanoseconds. */
        public long nanos() {
            return nanos.sum();
        }

        /** How many were answered by a fault. */
        public long faults() {
            return faults.sum();
        }
    }

    /**
     * A call has been answered.
     *
     * @param isKnown whether there is such a method
     * @param nanos from when it was read to when its answer was known, waiting included
     */
    public void answered(String method, boolean isKnown, long nanos, boolean failed) {
        calls.computeIfAbsent(isKnown ? method : UNKNOWN, name -> new Calls()).add(nanos, failed);
    }

    /** By method; goes on changing. */
    public Map<String, Calls> calls() {
        return calls;
    }
}
