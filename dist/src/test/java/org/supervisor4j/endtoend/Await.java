package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, never for a time. */
final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /** Looks until the condition holds, but for five seconds at most; whoever calls it judges what is then. */
    static void settle(BooleanSupplier condition) {
        settle(SETTLING.toSeconds(), condition);
    }

    /** The same with a limit of its own, in seconds. */
    static void settle(long limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(limit)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /**
     * Looks until the condition holds; after 90 s, for machines may be busy, the test fails and says what it waited
     * for.
     */
    static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT.toSeconds(), condition, PAUSE_NANOS);
    }

    /** The same with a limit of its own, in seconds. */
    static void until(String what, long limit, BooleanSupplier condition) {
        until(what, limit, condition, PAUSE_NANOS);
    }

    /** The same for what is measured: looks again at once. */
    static void untilSoon(String what, BooleanSupplier condition) {
        until(what, LIMIT.toSeconds(), condition, 1);
    }

    private static void until(String what, long limit, BooleanSupplier condition, long pauseNanos) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(limit)) {
                fail("waited %d s in vain until %s", limit, what);
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }
}
