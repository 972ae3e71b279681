package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;

/** {@code start}: starts processes and waits until they run, or have failed once. */
final class Start extends ProcessesCommand {
    private static final Map<Fault, String> ERRORS = Map.of(
            Fault.BAD_NAME, "no such process",
            Fault.NO_FILE, "no such file",
            Fault.NOT_EXECUTABLE, "file is not executable",
            Fault.ALREADY_STARTED, "already started",
            Fault.SPAWN_ERROR, "spawn error",
            Fault.ABNORMAL_TERMINATION, "abnormal termination");

    /** The original does not know it: it starts nothing but what is named anyway. */
    private static final String NO_DEPS = "--no-deps";

    Start() {
        super("start", "start processes", Completion.PROCESSES, "all --no-deps", "started", ERRORS, """
                start <name>\t\tStart one process
                start <gname>:*\t\tStart every process of a group
                start <name> <name>\tStart several processes or groups, one after another
                start all\t\tStart every process""");
    }

    @Override
    void run(Session session, List<String> names) throws IOException {
        if (names.isEmpty()) {
            // contract: 2, where its siblings end with 1
            complain(session, "start requires a process name", ExitCode.INVALID_ARGS);
            return;
        }
        List<String> wanted = new ArrayList<>(names);
        boolean alone = wanted.removeIf(NO_DEPS::equals);
        if (alone && wanted.isEmpty()) {
            complain(session, "start requires a process name", ExitCode.INVALID_ARGS);
            return;
        }
        if (!alone || wanted.contains("all") || !actBy(session, "startWithoutDependencies", wanted)) {
            actOn(session, wanted, null);
        }
        EditedFiles.tell(session, wanted);
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
