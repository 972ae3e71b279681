package org.supervisor4j.model;

/** What those who come through a listener may do: {@code role=} of an HTTP server, and what a method asks for. */
public enum Role {
    /** Look: states, settings, logs. */
    READ,
    /** Whatever there is to do. */
    CONTROL;

    /** Whether somebody in this role may call what needs the other. */
    public boolean permits(Role needed) {
        return compareTo(needed) >= 0;
    }
}
