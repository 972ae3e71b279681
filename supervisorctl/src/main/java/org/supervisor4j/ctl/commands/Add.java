package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.Map;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code add}: activates groups of the configuration that was read last. */
final class Add extends BuiltInCommand {
    Add() {
        super("add", "activate groups", Completion.NEW_GROUPS, "", """
                add <name> [...]\tActivate processes or groups of the configuration that was read last""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        EachGroup.attemptAll(session, PythonWhitespace.split(argument), name -> add(session, name));
    }

    private static void add(Session session, String name) throws IOException {
        try {
            session.call("addProcessGroup", name);
            session.output().line(name + ": added process group");
        } catch (RpcFault fault) {
            if (fault.is(Fault.ALREADY_ADDED)) {
                // contract: an error by its words, but none for the exit code
                session.output().line("ERROR: process group already active");
                return;
            }
            tell(
                    session,
                    fault,
                    Map.of(
                            Fault.SHUTDOWN_STATE,
                            "ERROR: shutting down",
                            Fault.BAD_NAME,
                            "ERROR: no such process/group: " + name));
            if (fault.is(Fault.BAD_NAME)) {
                NameHint.CONFIGURED_GROUP.tell(session, name);
            }
        }
    }
}
