package org.supervisor4j.listener;

/** A listener's answer to an event. */
public enum Answer {
    /** The event is done with. */
    OK,
    /** The event is to be sent again, at once if nobody else of the pool is ready. */
    FAIL
}
