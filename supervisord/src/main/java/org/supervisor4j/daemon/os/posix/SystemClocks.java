package org.supervisor4j.daemon.os.posix;

import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.os.WallClock;

/** The two clocks of this machine. Any thread. */
final class SystemClocks {
    static final Monotonic MONOTONIC = System::nanoTime;
    static final WallClock WALL_CLOCK = System::currentTimeMillis;

    private SystemClocks() {}
}
