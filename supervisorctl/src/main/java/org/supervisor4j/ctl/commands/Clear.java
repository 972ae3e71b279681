package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/** {@code clear}: empties log files of processes. Knows no groups. */
final class Clear implements Command {
    @Override
    public String name() {
        return "clear";
    }

    @Override
    public List<String> help() {
        return List.of(
                "clear <name>\t\tEmpty the log files of one process.",
                "clear <name> <name>\tEmpty the log files of several processes",
                "clear all\t\tEmpty the log files of every process");
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
            Help.complain(session, this, "clear requires a process name", ExitCode.GENERIC);
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
            session.output().line(outcome.done("cleared"));
        } else if (fault == Fault.BAD_NAME || fault == Fault.FAILED) {
            session.output().line(outcome.error(fault == Fault.FAILED ? "failed" : "no such process"));
            session.fail(ExitCode.GENERIC);
            if (fault == Fault.BAD_NAME) {
                NameHint.PROCESS.tell(session, outcome.name());
            }
        } else {
            throw outcome.unknown();
        }
    }
}
