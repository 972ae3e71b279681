package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code add}: activates groups of the configuration that was read last. */
final class Add implements Command {
    @Override
    public String name() {
        return "add";
    }

    @Override
    public List<String> help() {
        return List.of("add <name> [...]\tActivate processes or groups of the configuration that was read last");
    }

    @Override
    public Completion completion() {
        return Completion.GROUPS;
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
            tell(session, name, fault);
        }
    }

    private static void tell(Session session, String name, RpcFault fault) {
        if (fault.is(Fault.ALREADY_ADDED)) {
            // contract: an error by its words, but none for the exit code
            session.output().line("ERROR: process group already active");
            return;
        }
        if (fault.is(Fault.SHUTDOWN_STATE)) {
            session.output().line("ERROR: shutting down");
        } else if (fault.is(Fault.BAD_NAME)) {
            session.output().line("ERROR: no such process/group: " + name);
            NameHint.CONFIGURED_GROUP.tell(session, name);
        } else {
            throw fault;
        }
        session.fail(ExitCode.GENERIC);
    }
}
