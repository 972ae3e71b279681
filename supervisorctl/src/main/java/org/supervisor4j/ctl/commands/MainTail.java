package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Session;

/** {@code maintail}: the end of the daemon's own log. */
final class MainTail extends LogCommand {
    MainTail() {
        super("maintail", "show the log of supervisord", Completion.NOTHING, "-f", """
                maintail -f \tShow supervisord's own log, and go on with what is added (until Ctrl-C)
                maintail -100\tlast 100 *bytes* of supervisord's own log
                maintail\tlast 1600 *bytes* of supervisord's own log
                """);
    }

    @Override
    void run(Session session, List<String> words) throws IOException {
        if (words.size() > 1) {
            complain(session, "too many arguments");
        } else {
            show(session, words.isEmpty() ? "" : words.get(0), "/mainlogtail", "readLog", "");
        }
    }
}
