package org.supervisor4j.daemon.os;

/** How much the whole machine has to do, others' work and ours. Any thread. */
public interface MachineLoad {
    /**
     * How many threads are running or waiting for a processor just now, the caller's among them;
     * {@link Integer#MAX_VALUE} where the system doesn't tell.
     */
    int runnableThreads();

    /**
     * For how long the processors together have had nothing to do since the machine was started, in milliseconds, in
     * steps of ten; 0 where the system doesn't tell.
     */
    long idleMillis();
}
