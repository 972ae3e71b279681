package org.supervisor4j.ctl.commands;

import java.io.IOException;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;

/** {@code version}: the daemon's version. */
final class Version extends BuiltInCommand {
    Version() {
        super("version", "print the version of supervisord", Completion.NOTHING, "", """
                version\t\t\tPrint the version of the supervisord that answers""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (refuses(session, argument) || !session.isServerUp()) {
            return;
        }
        session.output().line(Struct.textOf(session.call("getSupervisorVersion")));
    }
}
