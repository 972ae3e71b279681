package org.supervisor4j.daemon.graph;

import org.supervisor4j.model.ProcessState;

/** What a process shows of itself to those that need it. */
public interface Standing {
    ProcessState state();

    /** Whether there is a child. */
    boolean hasChild();

    /** Whether it has said in this run that it can be used; where it has no way to say so, whether it is RUNNING. */
    boolean isReady();

    /** Whether its check has found it well in this run. */
    boolean isHealthy();

    /** Whether it has ended by itself, and is not to be started again by itself. */
    boolean hasCompleted();

    /** Whether its last exit was one that its configuration expects. */
    boolean hasSucceeded();

    /** Whether it has ever been in the state, in this life of the daemon. */
    boolean hasReached(ProcessState state);
}
