package org.supervisor4j.daemon.supervisor;

import org.supervisor4j.model.Fault;

/** A command that cannot be run, found out before there is a child. The message is a contract. */
public final class CommandException extends Exception {
    private final Fault fault;

    CommandException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** NO_FILE or NOT_EXECUTABLE: what a caller of startProcess gets. */
    public Fault fault() {
        return fault;
    }
}
