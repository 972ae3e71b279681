package org.supervisor4j.daemon.os;

import org.jspecify.annotations.Nullable;

/** Collects children that have ended: ours, and those that an init process inherits. Never blocks. */
public interface ChildReaper {
    /** The next ended child, or null if there is none now. Call until null. */
    @Nullable
    Reaped reap();

    /** @param waitStatus the status word of {@code wait(2)}, undecoded */
    record Reaped(int pid, int waitStatus) {}
}
