package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;

/** {@code stop}: stops processes and waits until they have ended. */
final class Stop extends SignalResults {
    @Override
    public String name() {
        return "stop";
    }

    @Override
    public List<String> help() {
        return List.of(
                "stop <name>\t\tStop one process",
                "stop <gname>:*\t\tStop every process of a group",
                "stop <name> <name>\tStop several processes or groups, one after another",
                "stop all\t\tStop every process");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            return;
        }
        List<String> names = PythonWhitespace.split(argument);
        if (names.isEmpty()) {
            Help.complain(session, this, "stop requires a process name", ExitCode.GENERIC);
            return;
        }
        actOn(session, "stop", names, null);
    }

    @Override
    String success() {
        return "stopped";
    }

    @Override
    Fault harmless() {
        return Fault.NOT_RUNNING;
    }
}
