package org.supervisor4j.daemon.health;

/** What follows when a program has become unhealthy. */
public enum HealthAction {
    /** It is stopped and started again. */
    RESTART,
    /** It is stopped, and stays so. */
    STOP,
    /** It is shown, and listeners are not told. */
    MARK,
    /** It is shown, and listeners are told. */
    EVENT
}
