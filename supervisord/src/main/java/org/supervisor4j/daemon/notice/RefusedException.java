package org.supervisor4j.daemon.notice;

/** The receiver does not want it, and would not the next time. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String reason) {
        super(reason);
    }
}
