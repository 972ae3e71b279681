package org.supervisor4j.ctl.session;

/** Ctrl-C while a line was being typed. */
public final class InterruptedByUserException extends RuntimeException {
    public InterruptedByUserException() {
        super("interrupted", null, false, false);
    }
}
