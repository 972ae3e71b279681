package org.supervisor4j.daemon.config;

/** The three forms of {@code autorestart=}. */
public enum Autorestart {
    NEVER,
    /** Only after an exit that {@code exitcodes} does not list, or a death by signal. */
    UNEXPECTED,
    ALWAYS
}
