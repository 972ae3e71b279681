package org.supervisor4j.ctl.commands;

import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;

/** The complaint of commands that stand alone. */
final class NoArguments {
    private NoArguments() {}

    /** Whether there is an argument; then the user has been told, and the exit code is set. */
    static boolean refused(Session session, Command command, String argument) {
        if (argument.isEmpty()) {
            return false;
        }
        Help.complain(session, command, command.name() + " accepts no arguments", ExitCode.GENERIC);
        return true;
    }
}
