package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Signal;

/** {@code signal}: sends a signal to processes. */
final class SignalCommand extends ProcessesCommand {
    private static final String SIGNALS = "HUP INT QUIT KILL USR1 USR2 TERM CONT STOP";

    SignalCommand() {
        super("signal", "send a signal", Completion.SIGNAL_AND_PROCESSES, SIGNALS, "signalled", SIGNAL_ERRORS, """
                signal <signal name> <name>\t\tSend a signal to one process
                signal <signal name> <gname>:*\t\tSend a signal to every process of a group
                signal <signal name> <name> <name>\tSend a signal to several processes or groups
                signal <signal name> all\t\tSend a signal to every process""");
    }

    @Override
    void run(Session session, List<String> words) throws IOException {
        if (words.size() < 2) {
            complain(session, "signal requires a signal name and a process name");
            return;
        }
        actOn(session, words.subList(1, words.size()), words.get(0));
        if (Signal.parse(words.get(0)).isEmpty()) {
            session.output().flush();
            session.hintOnce("the signal comes first, by its name or number: \"signal HUP NAME\".");
        }
    }
}
