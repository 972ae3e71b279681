package org.supervisor4j.ctl.commands;

import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.Session;

/** {@code quit} and {@code exit}: leave the shell. */
record Quit(String name) implements Command {
    @Override
    public List<String> help() {
        return List.of(name + "\tLeave the shell.");
    }

    @Override
    public void run(Session session, String argument) {
        session.output().line("");
        session.leave();
    }
}
