package org.supervisor4j.daemon.os.posix;

import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.WallClock;

/** The two clocks of this machine. Any thread. */
final class SystemClocks implements Monotonic, WallClock {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }
}
