package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.diagnosis.ProcessInquiry;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.ProcessState;

/** {@code explain}, which the original does not have: why a process does not run. */
final class Explain implements Command {
    @Override
    public String name() {
        return "explain";
    }

    @Override
    public List<String> help() {
        return List.of(
                "explain <name> [...]\tTell why a process does not run: how its last runs ended,",
                "\t\t\twhat it wrote to standard error, and what may be the reason",
                "explain\t\t\tThe same for every process in state FATAL or BACKOFF");
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
        List<Struct> all = Struct.listOf(session.call("getAllProcessInfo"));
        List<String> names = PythonWhitespace.split(argument);
        List<Struct> processes =
                names.isEmpty() ? failed(all) : Selection.of(session, all, names, session.output(), ExitCode.GENERIC);
        if (names.isEmpty() && processes.isEmpty()) {
            session.output().line("No process is in state FATAL or BACKOFF");
        }
        ProcessInquiry inquiry = new ProcessInquiry(session);
        for (Struct process : processes) {
            for (String line : inquiry.explain(process)) {
                session.output().line(line);
            }
        }
    }

    private static List<Struct> failed(List<Struct> all) {
        List<Struct> failed = new ArrayList<>();
        for (Struct process : all) {
            int state = process.number("state");
            if (state == ProcessState.FATAL.code() || state == ProcessState.BACKOFF.code()) {
                failed.add(process);
            }
        }
        return failed;
    }
}
