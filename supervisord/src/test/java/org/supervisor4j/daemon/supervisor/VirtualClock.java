package org.supervisor4j.daemon.supervisor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.WallClock;

/** Time that passes only when a test says so. The wall clock can be set, too, as people do. */
public final class VirtualClock implements Monotonic, WallClock {
    private long nanos = 1_000_000_000_000L;
    private long difference = 1_699_999_000_000L;

    public void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Somebody sets the time of day. */
    public void setWallClock(Duration change) {
        difference += change.toMillis();
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long millis() {
        return difference + TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
