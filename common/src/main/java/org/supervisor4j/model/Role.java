package org.supervisor4j.model;

/** What the clients of an HTTP server may do: its {@code role=}, and what a method asks for. */
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
