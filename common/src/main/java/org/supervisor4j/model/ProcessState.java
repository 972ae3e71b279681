package org.supervisor4j.model;

/** The eight states of a supervised process, with the codes that travel over XML-RPC. */
public enum ProcessState {
    STOPPED(0),
    STARTING(10),
    RUNNING(20),
    BACKOFF(30),
    STOPPING(40),
    EXITED(100),
    FATAL(200),
    UNKNOWN(1000);

    private final int code;

    ProcessState(int code) {
        this.code = code;
    }

    /** The number that {@code getProcessInfo} reports as {@code state}. */
    public int code() {
        return code;
    }

    /** True for the states that {@code startProcess} refuses and {@code stopProcess} accepts. */
    public boolean isRunning() {
        return this == RUNNING || this == BACKOFF || this == STARTING;
    }

    /** True where no child exists and none is about to be started. */
    public boolean isStopped() {
        return this == STOPPED || this == EXITED || this == FATAL || this == UNKNOWN;
    }

    /** True where there is a child that a signal can be sent to. */
    public boolean isSignallable() {
        return this == RUNNING || this == STARTING || this == STOPPING;
    }
}
