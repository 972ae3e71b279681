package org.supervisor4j.daemon.monitoring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.supervisor4j.daemon.process.DurationHistogram;

/** Counts calls of clients by their methods. Any thread. */
public final class CallMeter {
    /** The bounds for what calls take, in seconds. */
    private static final List<Double> SECONDS = List.of(0.001, 0.01, 0.1, 1.0, 10.0);

    /** Stands for all methods that there are not, so that clients cannot make up as many as they like. */
    static final String UNKNOWN = "unknown";

    private final Map<String, Calls> calls = new ConcurrentSkipListMap<>();

    /** The calls of one method. */
    public static final class Calls {
        private final DurationHistogram durations = new DurationHistogram(SECONDS);
        private final LongAdder faults = new LongAdder();

        private void add(long time, boolean failed) {
            durations.add(time);
            faults.add(failed ? 1 : 0);
        }

        /** What they took. */
        public DurationHistogram durations() {
            return durations;
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
