package org.supervisor4j.ctl.session;

/** The kind of screen that shows a stream to people. */
public enum Screen {
    /** Nothing: a file, a pipe. It gets text and nothing else. */
    NONE,
    /** A terminal that carries out no escape sequences. */
    PLAIN,
    /** A terminal that moves its cursor where it is told to, but is to show no colours. */
    MONOCHROME,
    /** One that shows colours, too. */
    COLOURED
}
