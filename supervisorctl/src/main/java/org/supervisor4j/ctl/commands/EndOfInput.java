package org.supervisor4j.ctl.commands;

import org.supervisor4j.ctl.session.Session;

/** {@code EOF}: what the shell does at the end of its input. Can be typed too. */
final class EndOfInput extends BuiltInCommand {
    EndOfInput() {
        super("EOF", "leave the shell", Completion.NOTHING, "", "");
    }

    @Override
    public void run(Session session, String argument) {
        session.output().line("");
        session.leave();
    }
}
