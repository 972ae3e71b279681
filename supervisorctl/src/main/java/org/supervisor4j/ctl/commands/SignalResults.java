package org.supervisor4j.ctl.commands;

import org.supervisor4j.model.Fault;

/** The words that stopping and signalling share. */
abstract class SignalResults extends ProcessesCommand {
    /** {@code stopped} or {@code signalled}. */
    abstract String success();

    @Override
    final String line(Outcome outcome) {
        Fault fault = outcome.fault();
        if (fault == null) {
            throw outcome.unknown();
        }
        return switch (fault) {
            case SUCCESS -> outcome.done(success());
            case BAD_NAME -> outcome.error("no such process");
            case BAD_SIGNAL -> outcome.error("bad signal name");
            case NOT_RUNNING -> outcome.error("not running");
            case FAILED -> outcome.description();
            default -> throw outcome.unknown();
        };
    }
}
