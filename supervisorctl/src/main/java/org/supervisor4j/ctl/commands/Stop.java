package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;

/** {@code stop}: stops processes and waits until they have ended. */
final class Stop extends ProcessesCommand {
    /** The original does not know it, and nobody there needs anybody. */
    private static final String WITH_DEPENDENTS = "--with-dependents";

    Stop() {
        super("stop", "stop processes", Completion.PROCESSES, "all --with-dependents", "stopped", SIGNAL_ERRORS, """
                stop <name>\t\tStop one process
                stop <gname>:*\t\tStop every process of a group
                stop <name> <name>\tStop several processes or groups, one after another
                stop all\t\tStop every process""");
    }

    @Override
    void run(Session session, List<String> names) throws IOException {
        if (names.isEmpty()) {
            complain(session, "stop requires a process name");
            return;
        }
        List<String> wanted = new ArrayList<>(names);
        boolean together = wanted.removeIf(WITH_DEPENDENTS::equals);
        if (together && wanted.isEmpty()) {
            complain(session, "stop requires a process name");
        } else if (wanted.contains("all")) {
            actOn(session, wanted, null);
        } else if (!together || !actBy(session, "stopWithDependents", wanted)) {
            actOn(session, wanted, null);
            Dependants.tell(session, wanted);
        }
    }

    /** Those and nobody else. */
    void stop(Session session, List<String> names) throws IOException {
        actOn(session, names, null);
    }

    @Override
    Fault harmless() {
        return Fault.NOT_RUNNING;
    }
}
