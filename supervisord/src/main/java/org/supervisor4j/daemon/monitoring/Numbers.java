package org.supervisor4j.daemon.monitoring;

import java.util.Map;
import org.supervisor4j.daemon.supervisor.Snapshot;

/**
 * What a page is made of.
 *
 * @param now monotonic, in nanoseconds
 * @param turns of the control loop
 * @param busyNanos what they took
 * @param lagNanos how long a task waits for the loop
 * @param lostBytes what logs could not take
 * @param build labels
 */
record Numbers(
        Snapshot snapshot,
        UsageMeter.Usages usages,
        CallMeter calls,
        long now,
        long turns,
        long busyNanos,
        long lagNanos,
        long lostBytes,
        Map<String, String> build) {}
