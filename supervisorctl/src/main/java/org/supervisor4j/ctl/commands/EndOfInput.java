package org.supervisor4j.ctl.commands;

import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.Session;

/** {@code EOF}: what the shell does at the end of its input. Can be typed too. */
final class EndOfInput implements Command {
    @Override
    public String name() {
        return "EOF";
    }

    /** No topic: {@code help EOF} does not know it. */
    @Override
    public List<String> help() {
        return List.of();
    }

    @Override
    public void run(Session session, String argument) {
        session.output().line("");
        session.leave();
    }
}
