package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.session.Columns;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessState;

/**
 * {@code status}: one line for each process that was named, or for all. {@code --json} among the names, which the
 * original does not know, prints what {@code getProcessInfo} answers; unknown names are told on standard error then.
 */
final class Status implements Command {
    static final String JSON = "--json";

    private static final int NARROWEST_NAME = 30;
    private static final int GAP = 3;
    private static final int STATE_WIDTH = 10;

    @Override
    public String name() {
        return "status";
    }

    @Override
    public List<String> help() {
        return List.of(
                "status <name>\t\tShow one process",
                "status <gname>:*\tShow every process of a group",
                "status <name> <name>\tShow several processes or groups",
                "status\t\t\tShow every process");
    }

    @Override
    public Completion completion() {
        return Completion.PROCESSES;
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (!session.isServerUp()) {
            session.fail(ExitCode.STATUS_UNKNOWN);
            return;
        }
        List<Struct> all = Struct.listOf(session.call("getAllProcessInfo"));
        List<String> names = new ArrayList<>(PythonWhitespace.split(argument));
        boolean json = names.removeIf(JSON::equals);
        Output complaints = json ? session.errors() : session.output();
        List<Struct> shown = Selection.of(session, all, names, complaints, ExitCode.STATUS_UNKNOWN);
        if (json) {
            Json.print(session.output(), shown);
        } else {
            show(session.output(), shown);
        }
        judge(session, shown);
    }

    /** Each process for itself, with columns of its own: what one {@code status} after another prints. */
    static void showEach(Session session, List<Struct> processes) {
        for (Struct process : processes) {
            show(session.output(), List.of(process));
        }
        judge(session, processes);
    }

    private static void judge(Session session, List<Struct> shown) {
        for (Struct process : shown) {
            if (isStopped(process.number("state"))) {
                session.fail(ExitCode.STATUS_NOT_RUNNING);
            }
        }
    }

    private static void show(Output output, List<Struct> processes) {
        List<String> names = new ArrayList<>(processes.size());
        int width = NARROWEST_NAME;
        for (Struct process : processes) {
            String name = Namespec.of(process.text("group"), process.text("name"));
            names.add(name);
            width = Math.max(width, Columns.length(name));
        }
        for (int i = 0; i < names.size(); i++) {
            Struct process = processes.get(i);
            output.line(Columns.padded(names.get(i), width + GAP)
                    + Columns.padded(process.text("statename"), STATE_WIDTH)
                    + process.text("description"));
        }
    }

    /** States that are not known here count as running, as they do in the reference. */
    private static boolean isStopped(int code) {
        for (ProcessState state : ProcessState.values()) {
            if (state.code() == code) {
                return state.isStopped();
            }
        }
        return false;
    }
}
