package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code maintail}: the end of the daemon's own log. */
final class MainTail implements Command {
    @Override
    public String name() {
        return "maintail";
    }

    @Override
    public List<String> help() {
        return List.of(
                "maintail -f \tShow supervisord's own log, and go on with what is added (until Ctrl-C)",
                "maintail -100\tlast 100 *bytes* of supervisord's own log",
                "maintail\tlast 1600 *bytes* of supervisord's own log",
                "");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            return;
        }
        List<String> words = PythonWhitespace.split(argument);
        if (words.size() > 1) {
            Help.complain(session, this, "too many arguments", ExitCode.GENERIC);
            return;
        }
        String modifier = words.isEmpty() ? "" : words.get(0);
        if (modifier.equals("-f")) {
            Follow.log(session, "/mainlogtail", "");
            return;
        }
        TailLength length = modifier.isEmpty() || modifier.startsWith("-") ? TailLength.of(modifier) : null;
        if (length == null) {
            session.output().line("Error: bad argument " + modifier);
            session.fail(ExitCode.GENERIC);
        } else {
            print(session, length);
        }
    }

    private static void print(Session session, TailLength length) throws IOException {
        try {
            session.output().line(Struct.textOf(session.call("readLog", length.offset(), 0)));
        } catch (RpcFault fault) {
            if (fault.is(Fault.NO_FILE)) {
                session.output().line("supervisord: ERROR (no log file)");
            } else if (fault.is(Fault.FAILED)) {
                session.output().line("supervisord: ERROR (unknown error reading log)");
            } else {
                throw fault;
            }
            session.fail(ExitCode.GENERIC);
        }
    }
}
