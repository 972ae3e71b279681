package org.supervisor4j.daemon.health.probing;

/** A probe has failed. The message says why. */
public final class ProbeException extends Exception {
    private static final long serialVersionUID = 1;

    public ProbeException(String message) {
        super(message);
    }
}
