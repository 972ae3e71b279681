package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;

/** {@code version}: the daemon's version. */
final class Version implements Command {
    @Override
    public String name() {
        return "version";
    }

    @Override
    public List<String> help() {
        return List.of("version\t\t\tPrint the version of the supervisord that answers");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (NoArguments.refused(session, this, argument) || !session.isServerUp()) {
            return;
        }
        session.output().line(Struct.textOf(session.call("getSupervisorVersion")));
    }
}
