package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code pid}: process ids, one a line. */
final class Pid extends ServerCommand {
    Pid() {
        super("pid", "print process ids", Completion.PROCESSES, "all", """
                pid\t\t\tPrint the process id of supervisord.
                pid <name>\t\tPrint the process id of one child.
                pid all\t\t\tPrint the process ids of all children, one a line.""");
    }

    @Override
    void run(Session session, List<String> names) throws IOException {
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
            tell(session, fault, Map.of(Fault.BAD_NAME, "No such process " + name));
            NameHint.PROCESS.tell(session, name);
        }
    }
}
