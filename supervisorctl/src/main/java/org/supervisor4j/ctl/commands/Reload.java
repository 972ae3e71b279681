package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.Map;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code reload}: restarts the daemon, and all its processes with it. */
final class Reload extends BuiltInCommand {
    Reload() {
        super("reload", "restart supervisord", Completion.NOTHING, "", """
                reload \t\tRestart supervisord, and all its processes.""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (refuses(session, argument) || session.isRefused("Really restart the remote supervisord process y/N? ")) {
            return;
        }
        try {
            session.call("restart");
            session.output().line("Restarted supervisord");
        } catch (RpcFault fault) {
            // CANT_REREAD: nothing has been stopped, the new life would not have begun
            tell(
                    session,
                    fault,
                    Map.of(
                            Fault.SHUTDOWN_STATE,
                            "ERROR: already shutting down",
                            Fault.CANT_REREAD,
                            "ERROR: " + fault.text()));
        }
    }
}
