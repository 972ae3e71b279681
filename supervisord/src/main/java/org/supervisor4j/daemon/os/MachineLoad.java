package org.supervisor4j.daemon.os;

/** How much the machine has to do for others and for us. Any thread. */
public interface MachineLoad {
    /**
     * How many threads of the whole machine are running or waiting for a processor just now, the caller's among them;
     * {@link Integer#MAX_VALUE} where the system doesn't tell.
     */
    int runnableThreads();

    /**
     * For how long processors have worked for our process, the kernel's work included, in milliseconds, in steps of
     * ten; 0 where the system doesn't tell.
     */
    long ownMillis();
}
