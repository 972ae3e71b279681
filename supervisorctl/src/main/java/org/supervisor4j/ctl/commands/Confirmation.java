package org.supervisor4j.ctl.commands;

import java.io.IOException;
import org.supervisor4j.ctl.session.Session;

/** The question before what cannot be undone. */
final class Confirmation {
    private Confirmation() {}

    /** Whether the user, if there is one to ask, answers with anything but a word that begins with y. */
    static boolean refused(Session session, String question) throws IOException {
        if (!session.isInteractive()) {
            return false;
        }
        String answer = session.ask(question);
        return !answer.startsWith("y") && !answer.startsWith("Y");
    }
}
