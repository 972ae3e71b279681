package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;

/** {@code restart}: stops the whole list, then starts the whole list. */
final class Restart implements Command {
    @Override
    public String name() {
        return "restart";
    }

    @Override
    public List<String> help() {
        return List.of(
                "restart <name>\t\tRestart one process",
                "restart <gname>:*\tRestart every process of a group",
                "restart <name> <name>\tRestart several processes or groups",
                "restart all\t\tRestart every process",
                "Note: the configuration files are not read again; reread and update do that.");
    }

    @Override
    public Completion completion() {
        return Completion.PROCESSES;
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            return;
        }
        if (argument.isEmpty()) {
            Help.complain(session, this, "restart requires a process name", ExitCode.GENERIC);
            return;
        }
        new Stop().run(session, argument);
        new Start().run(session, argument);
    }
}
