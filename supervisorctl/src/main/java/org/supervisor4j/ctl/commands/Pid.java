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

/** {@code pid}: process ids, one a line. */
final class Pid implements Command {
    @Override
    public String name() {
        return "pid";
    }

    @Override
    public List<String> help() {
        return List.of(
                "pid\t\t\tPrint the process id of supervisord.",
                "pid <name>\t\tPrint the process id of one child.",
                "pid all\t\t\tPrint the process ids of all children, one a line.");
    }

    @Override
    public Completion completion() {
        return Completion.PROCESSES;
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            return;
        }
        List<String> names = PythonWhitespace.split(argument);
        if (names.isEmpty()) {
            session.output().line(Struct.textOf(session.call("getPID")));
        } else if (names.contains("all")) {
            for (Struct process : Struct.listOf(session.call("getAllProcessInfo"))) {
                session.output().line(process.text("pid"));
            }
        } else {
            for (String name : names) {
                printOne(session, name);
            }
        }
    }

    private static void printOne(Session session, String name) throws IOException {
        try {
            int pid = Struct.of(session.call("getProcessInfo", name)).number("pid");
            session.output().line(Integer.toString(pid));
            if (pid == 0) {
                session.fail(ExitCode.NOT_RUNNING);
            }
        } catch (RpcFault fault) {
            if (!fault.is(Fault.BAD_NAME)) {
                throw fault;
            }
            session.output().line("No such process " + name);
            session.fail(ExitCode.GENERIC);
            NameHint.PROCESS.tell(session, name);
        }
    }
}
