package org.supervisor4j.daemon.process;

import org.supervisor4j.model.Fault;

/** A command that cannot be run, found out before there is a child. The message is a contract. */
public final class CommandException extends Exception {
    private final Fault fault;
    private final String text;

    CommandException(Fault fault, String text) {
        super(text);
        this.fault = fault;
        this.text = text;
    }

    /** NO_FILE or NOT_EXECUTABLE: what a caller of startProcess gets. */
    public Fault fault() {
        return fault;
    }

    /** What {@code spawnerr} says. */
    public String text() {
        return text;
    }
}
