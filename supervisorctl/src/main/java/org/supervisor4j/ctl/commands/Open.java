package org.supervisor4j.ctl.commands;

import java.io.IOException;
import org.supervisor4j.ctl.session.DaemonUrl;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;

/** {@code open}: talks to another daemon from now on, and shows its status. */
final class Open extends BuiltInCommand {
    Open() {
        super("open", "talk to another daemon", Completion.NOTHING, "http:// unix://", """
            open <url>\tTalk to another supervisord: http://host:port
            \t\t(or, for a UNIX domain socket, unix:///path/of/socket)\
            """);
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        DaemonUrl url = new DaemonUrl(argument);
        String scheme = url.scheme();
        if (!scheme.equals("unix") && !scheme.equals("http")) {
            session.fail("ERROR: url must be http:// or unix://");
            return;
        }
        session.connectTo(url);
        ExitCode before = session.exitCode();
        new Status().run(session, "");
        session.fail(before);
    }
}
