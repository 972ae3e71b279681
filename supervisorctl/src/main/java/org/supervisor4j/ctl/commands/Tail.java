package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonRepr;

/** {@code tail}: the end of a process's log. */
final class Tail extends LogCommand {
    private static final int MOST_WORDS = 3;

    Tail() {
        super("tail", "show a log", Completion.PROCESSES, "-f stdout stderr", """
                tail [-f] <name> [stdout|stderr] (default stdout)
                Ex:
                tail -f <name>\t\tShow the standard output of a process, and go on with what is added
                \t\t\tuntil Ctrl-C.
                tail -100 <name>\tlast 100 *bytes* of its standard output
                tail <name> stderr\tlast 1600 *bytes* of its standard error""");
    }

    @Override
    void run(Session session, List<String> words) throws IOException {
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            complain(session, words.isEmpty() ? "too few arguments" : "too many arguments");
            return;
        }
        String modifier = words.get(0).startsWith("-") ? words.get(0) : "";
        List<String> names = modifier.isEmpty() ? words : words.subList(1, words.size());
        if (names.isEmpty()) {
            session.fail("Error: tail requires process name");
            return;
        }
        String channel =
                names.size() == 1 ? "stdout" : names.get(names.size() - 1).toLowerCase(Locale.ROOT);
        if (!channel.equals("stdout") && !channel.equals("stderr")) {
            session.fail("Error: bad channel " + PythonRepr.of(channel));
            return;
        }
        String method = channel.equals("stdout") ? "readProcessStdoutLog" : "readProcessStderrLog";
        show(session, modifier, "/logtail/" + names.get(0) + "/" + channel, method, names.get(0));
    }
}
