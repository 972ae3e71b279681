package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** Steps of a command that are for one group each: one that fails is reported, and the next ones are carried out. */
final class EachGroup {
    private static final int INTERNAL_ERROR = 500;

    private EachGroup() {}

    /** The action for one group. */
    @FunctionalInterface
    interface GroupAction {
        void run(String group) throws IOException;
    }

    /**
     * Carries out a step for each of the groups that were named. Of a single one nothing needs to be said but what went
     * wrong.
     */
    static void attemptAll(Session session, List<String> groups, GroupAction step) throws IOException {
        if (groups.size() == 1) {
            step.run(groups.get(0));
        } else {
            attempt(session, groups, step);
        }
    }

    /**
     * Carries out a step for each of the groups.
     *
     * @throws RpcFault if the daemon ends: it would answer the others the same
     * @throws IOException if there is no daemon to go on with
     */
    static void attempt(Session session, List<String> groups, GroupAction step) throws IOException {
        for (String group : groups) {
            attempt(session, group, step);
        }
    }

    private static void attempt(Session session, String group, GroupAction step) throws IOException {
        try {
            step.run(group);
        } catch (RpcFault fault) {
            if (fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            session.tell(fault);
            if (!fault.text().contains(group)) {
                session.output().line(group + ": ERROR (see above)");
            }
        } catch (HttpStatusException failure) {
            // The original's daemon answers so where that of supervisor4j has a fault.
            if (failure.status() != INTERNAL_ERROR) {
                throw failure;
            }
            session.tell(failure);
            session.output().line(group + ": ERROR (see above)");
        }
    }
}
