package org.supervisor4j.daemon.os;

/** Starts children. Used by the control loop only. */
public interface ProcessSpawner {
    /**
     * Creates the child and returns at once; whether it reached its program is told by the {@link PendingExec}. The
     * request's descriptors stay the caller's (who closes its copies of the child's ends).
     *
     * @throws OsException if no child could be created (EAGAIN, ENOMEM, ...)
     */
    Spawned spawn(SpawnRequest request) throws OsException;

    /** A child that exists. */
    record Spawned(int pid, PendingExec exec) {}
}
