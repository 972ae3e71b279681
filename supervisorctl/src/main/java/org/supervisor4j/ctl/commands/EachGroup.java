package org.supervisor4j.ctl.commands;

import java.io.IOException;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xmlrpc.HttpStatusException;

/** Steps of a command that are for one group each: one that fails is told, and the next ones are carried out. */
final class EachGroup {
    private static final int INTERNAL_ERROR = 500;

    private EachGroup() {}

    /** What is done for one group. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /**
     * Carries out one step.
     *
     * @throws RpcFault if the daemon ends: it would answer the others the same
     * @throws IOException if there is no daemon to go on with
     */
    static void attempt(Session session, String group, Step step) throws IOException {
        try {
            step.run();
        } catch (RpcFault fault) {
            if (fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            session.tell(fault);
            if (!fault.text().contains(group)) {
                session.output().line(group + ": ERROR (see above)");
            }
        } catch (HttpStatusException failure) {
            // The original's daemon answers so where ours has a fault.
            if (failure.status() != INTERNAL_ERROR) {
                throw failure;
            }
            session.tell(failure);
            session.output().line(group + ": ERROR (see above)");
        }
    }
}
