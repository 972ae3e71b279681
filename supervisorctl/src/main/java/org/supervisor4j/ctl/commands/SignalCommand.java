package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Signal;

/** {@code signal}: sends a signal to processes. */
final class SignalCommand extends SignalResults {
    @Override
    public String name() {
        return "signal";
    }

    @Override
    public List<String> help() {
        return List.of(
                "signal <signal name> <name>\t\tSend a signal to one process",
                "signal <signal name> <gname>:*\t\tSend a signal to every process of a group",
                "signal <signal name> <name> <name>\tSend a signal to several processes or groups",
                "signal <signal name> all\t\tSend a signal to every process");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            return;
        }
        List<String> words = PythonWhitespace.split(argument);
        if (words.size() < 2) {
            Help.complain(session, this, "signal requires a signal name and a process name", ExitCode.GENERIC);
            return;
        }
        actOn(session, "signal", words.subList(1, words.size()), words.get(0));
        if (Signal.parse(words.get(0)).isEmpty()) {
            session.output().flush();
            session.hintOnce("the signal comes first, by its name or number: \"signal HUP NAME\".");
        }
    }

    @Override
    String success() {
        return "signalled";
    }
}
