package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code remove}: takes stopped groups out of the active configuration. */
final class Remove implements Command {
    @Override
    public String name() {
        return "remove";
    }

    @Override
    public List<String> help() {
        return List.of("remove <name> [...]\tTake stopped processes or groups out of the active configuration");
    }

    @Override
    public Completion completion() {
        return Completion.GROUPS;
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
            if (fault.is(Fault.STILL_RUNNING)) {
                session.output().line("ERROR: process/group still running: " + name);
            } else if (fault.is(Fault.BAD_NAME)) {
                session.output().line("ERROR: no such process/group: " + name);
                NameHint.GROUP.tell(session, name);
            } else {
                throw fault;
            }
            session.fail(ExitCode.GENERIC);
        }
    }
}
