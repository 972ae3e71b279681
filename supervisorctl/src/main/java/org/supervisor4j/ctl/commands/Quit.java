package org.supervisor4j.ctl.commands;

import org.supervisor4j.ctl.session.Session;

/** {@code quit} and {@code exit}: leave the shell. */
final class Quit extends BuiltInCommand {
    Quit(String name) {
        super(name, "leave the shell", Completion.NOTHING, "", name + "\tLeave the shell.");
    }

    @Override
    public void run(Session session, String argument) {
        session.output().line("");
        session.leave();
    }
}
