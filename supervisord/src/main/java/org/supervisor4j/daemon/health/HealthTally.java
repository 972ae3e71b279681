package org.supervisor4j.daemon.health;

/**
 * Counts answers of one run's probes until they make a verdict.
 *
 * @param startedAt when the run began, in monotonic nanoseconds
 * @param good good answers in a row
 * @param bad failures in a row that count
 */
public record HealthTally(Verdict verdict, long startedAt, int good, int bad) {
    /** At the begin of a run. */
    public static HealthTally begin(long now) {
        return new HealthTally(Verdict.STARTING, now, 0, 0);
    }

    /** After one more answer. */
    public HealthTally after(boolean wasGood, HealthCheck check, long now) {
        if (wasGood) {
            int row = Math.min(good + 1, check.success());
            return new HealthTally(row >= check.success() ? Verdict.HEALTHY : verdict, startedAt, row, 0);
        }
        boolean counts = verdict != Verdict.STARTING
                || now - startedAt >= check.startPeriod().toNanos();
        int row = counts ? Math.min(bad + 1, check.retries()) : 0;
        return new HealthTally(counts && row >= check.retries() ? Verdict.UNHEALTHY : verdict, startedAt, 0, row);
    }
}
