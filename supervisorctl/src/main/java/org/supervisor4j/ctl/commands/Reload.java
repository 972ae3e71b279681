package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code reload}: restarts the daemon, and all its processes with it. */
final class Reload implements Command {
    @Override
    public String name() {
        return "reload";
    }

    @Override
    public List<String> help() {
        return List.of("reload \t\tRestart supervisord, and all its processes.");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (NoArguments.refused(session, this, argument)
                || Confirmation.refused(session, "Really restart the remote supervisord process y/N? ")) {
            return;
        }
        try {
            session.call("restart");
            session.output().line("Restarted supervisord");
        } catch (RpcFault fault) {
            if (fault.is(Fault.SHUTDOWN_STATE)) {
                session.output().line("ERROR: already shutting down");
            } else if (fault.is(Fault.CANT_REREAD)) {
                // Nothing has been stopped: the new life would not have begun.
                session.output().line("ERROR: " + fault.text());
            } else {
                throw fault;
            }
            session.fail(ExitCode.GENERIC);
        }
    }
}
