package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.ServerUrl;
import org.supervisor4j.ctl.session.Session;

/** {@code open}: talks to another daemon from now on, and shows its status. */
final class Open implements Command {
    @Override
    public String name() {
        return "open";
    }

    @Override
    public List<String> help() {
        return List.of(
                "open <url>\tTalk to another supervisord: http://host:port",
                "\t\t(or, for a UNIX domain socket, unix:///path/of/socket)");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        ServerUrl url = new ServerUrl(argument);
        String scheme = url.scheme();
        if (!scheme.equals("unix") && !scheme.equals("http")) {
            session.output().line("ERROR: url must be http:// or unix://");
            session.fail(ExitCode.GENERIC);
            return;
        }
        session.connectTo(url);
        ExitCode before = session.exitCode();
        new Status().run(session, "");
        session.restoreExitCode(before);
    }
}
