package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;

/** {@code stop}: stops processes and waits until they have ended. */
final class Stop extends ProcessesCommand {
    Stop() {
        super("stop", "stop processes", Completion.PROCESSES, "all", "stopped", SIGNAL_ERRORS, """
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
        actOn(session, names, null);
    }

    @Override
    Fault harmless() {
        return Fault.NOT_RUNNING;
    }
}
