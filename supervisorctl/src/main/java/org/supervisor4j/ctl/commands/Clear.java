package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/** {@code clear}: empties log files of processes. Knows no groups. */
final class Clear extends ServerCommand {
    Clear() {
        super("clear", "empty logs", Completion.PROCESSES, "all", """
                clear <name>\t\tEmpty the log files of one process.
                clear <name> <name>\tEmpty the log files of several processes
                clear all\t\tEmpty the log files of every process""");
    }

    @Override
    void run(Session session, List<String> names) throws IOException {
        if (names.isEmpty()) {
            complain(session, "clear requires a process name");
        } else if (names.contains("all")) {
            for (Struct outcome : Struct.listOf(session.call("clearAllProcessLogs"))) {
                tell(session, Outcome.of(outcome));
            }
        } else {
            for (String name : names) {
                tell(session, clear(session, name));
            }
        }
    }

    private static Outcome clear(Session session, String name) throws IOException {
        Namespec namespec = Namespec.parse(name);
        try {
            session.call("clearProcessLogs", name);
            return Outcome.success(namespec);
        } catch (RpcFault fault) {
            return Outcome.of(namespec, fault);
        }
    }

    private static void tell(Session session, Outcome outcome) {
        Fault fault = outcome.fault();
        if (fault == Fault.SUCCESS) {
            session.output().line(outcome.name() + ": cleared");
        } else if (fault == Fault.BAD_NAME || fault == Fault.FAILED) {
            session.fail(outcome.error(fault == Fault.FAILED ? "failed" : "no such process"));
            if (fault == Fault.BAD_NAME) {
                NameHint.PROCESS.tell(session, outcome.name());
            }
        } else {
            throw outcome.unknown();
        }
    }
}
