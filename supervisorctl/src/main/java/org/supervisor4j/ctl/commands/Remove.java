package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.Map;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code remove}: takes stopped groups out of the active configuration. */
final class Remove extends BuiltInCommand {
    Remove() {
        super("remove", "deactivate groups", Completion.ACTIVE_GROUPS, "", """
                remove <name> [...]\tTake stopped processes or groups out of the active configuration""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        EachGroup.attemptAll(session, PythonWhitespace.split(argument), name -> remove(session, name));
    }

    private static void remove(Session session, String name) throws IOException {
        try {
            session.call("removeProcessGroup", name);
            session.output().line(name + ": removed process group");
        } catch (RpcFault fault) {
            tell(
                    session,
                    fault,
                    Map.of(
                            Fault.STILL_RUNNING, "ERROR: process/group still running: " + name,
                            Fault.BAD_NAME, "ERROR: no such process/group: " + name));
            if (fault.is(Fault.BAD_NAME)) {
                NameHint.GROUP.tell(session, name);
            }
        }
    }
}
