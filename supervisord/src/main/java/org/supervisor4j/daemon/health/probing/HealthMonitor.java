package org.supervisor4j.daemon.health.probing;

import org.supervisor4j.daemon.os.OsException;

/** Watches runs of programs. Called on the control loop, where observers are told, too. */
public interface HealthMonitor {
    /**
     * Makes what a run needs before there is a child.
     *
     * @throws OsException if there are no descriptors for it
     */
    WatchedRun open(WatchOrder order, RunObserver observer) throws OsException;

    /**
     * A child has ended that is no program's.
     *
     * @return whether it was a probe's
     */
    boolean reaped(int pid, int exitCode, String ending);
}
