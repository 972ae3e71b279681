package org.supervisor4j.model;

/** What the daemon as a whole is doing (the original calls it its mood). */
public enum SupervisorState {
    FATAL(2),
    RUNNING(1),
    RESTARTING(0),
    SHUTDOWN(-1);

    private final int code;

    SupervisorState(int code) {
        this.code = code;
    }

    /** The number that {@code getState} reports as {@code statecode}. */
    public int code() {
        return code;
    }
}
