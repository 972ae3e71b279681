package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Session;

/** {@code restart}: stops the whole list, then starts the whole list. */
final class Restart extends ServerCommand {
    Restart() {
        super("restart", "restart processes", Completion.PROCESSES, "all", """
                restart <name>\t\tRestart one process
                restart <gname>:*\tRestart every process of a group
                restart <name> <name>\tRestart several processes or groups
                restart all\t\tRestart every process
                Note: the configuration files are not read again; reread and update do that.""");
    }

    @Override
    void run(Session session, List<String> names) throws IOException {
        if (names.isEmpty()) {
            complain(session, "restart requires a process name");
            return;
        }
        // Nobody is told who needs them: they are back at once.
        new Stop().stop(session, names);
        new Start().run(session, String.join(" ", names));
    }
}
