package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;

/** {@code start}: starts processes and waits until they run, or have failed once. */
final class Start extends ProcessesCommand {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<String> help() {
        return List.of(
                "start <name>\t\tStart one process",
                "start <gname>:*\t\tStart every process of a group",
                "start <name> <name>\tStart several processes or groups, one after another",
                "start all\t\tStart every process");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            return;
        }
        List<String> names = PythonWhitespace.split(argument);
        if (names.isEmpty()) {
            // contract: 2, where its siblings end with 1
            Help.complain(session, this, "start requires a process name", ExitCode.INVALID_ARGS);
            return;
        }
        actOn(session, "start", names, null);
        EditedFiles.tell(session, names);
    }

    @Override
    String line(Outcome outcome) {
        Fault fault = outcome.fault();
        if (fault == null) {
            throw outcome.unknown();
        }
        return switch (fault) {
            case SUCCESS -> outcome.done("started");
            case BAD_NAME -> outcome.error("no such process");
            case NO_FILE -> outcome.error("no such file");
            case NOT_EXECUTABLE -> outcome.error("file is not executable");
            case ALREADY_STARTED -> outcome.error("already started");
            case SPAWN_ERROR -> outcome.error("spawn error");
            case ABNORMAL_TERMINATION -> outcome.error("abnormal termination");
            default -> throw outcome.unknown();
        };
    }

    @Override
    Fault harmless() {
        return Fault.ALREADY_STARTED;
    }

    @Override
    ExitCode unknownGroup() {
        return ExitCode.INVALID_ARGS;
    }
}
