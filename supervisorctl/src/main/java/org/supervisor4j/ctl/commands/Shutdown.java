package org.supervisor4j.ctl.commands;

import java.io.IOException;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Unreachable;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code shutdown}: tells the daemon to end. Does not wait for it. */
final class Shutdown extends BuiltInCommand {
    Shutdown() {
        super("shutdown", "end supervisord", Completion.NOTHING, "", """
                shutdown \tShut supervisord down, and all its processes.""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (refuses(session, argument) || session.isRefused("Really shut the remote supervisord process down y/N? ")) {
            return;
        }
        try {
            session.call("shutdown");
            session.output().line("Shut down");
        } catch (RpcFault fault) {
            if (!fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            session.output().line("ERROR: already shutting down");
        } catch (IOException failure) {
            tell(session, failure);
        }
    }

    private static void tell(Session session, IOException failure) throws IOException {
        Unreachable reason = session.whyUnreachable(failure);
        if (reason == null) {
            throw failure;
        }
        session.fail("ERROR: " + session.url().text() + " " + reason.words() + " (already shut down?)");
        session.output().flush();
        session.hint(failure);
    }
}
