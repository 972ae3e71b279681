package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.diagnosis.ProcessDiagnosis;
import org.supervisor4j.ctl.diagnosis.ProcessInquiry;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;

/** {@code explain}, which the original does not have: why a process does not run. */
final class Explain extends BuiltInCommand {
    Explain() {
        super("explain", "tell why a process doesn't run", Completion.PROCESSES, "--json", """
                explain <name> [...]\tTell why a process does not run: how its last runs ended,
                \t\t\twhat it wrote to standard error, and what may be the reason
                explain\t\t\tThe same for every process in state FATAL or BACKOFF, for those
                \t\t\tthat ended unexpectedly or come and go, and for event listeners
                \t\t\tthat do not answer""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        session.giveUpOnSilence();
        if (!session.isServerUp()) {
            return;
        }
        List<Struct> all = Struct.listOf(session.call("getAllProcessInfo"));
        List<String> names = new ArrayList<>(PythonWhitespace.split(argument));
        boolean json = names.removeIf(Status.JSON::equals);
        Output complaints = json ? session.errors() : session.output();
        ProcessInquiry inquiry = new ProcessInquiry(session);
        List<Struct> processes = names.isEmpty()
                ? troubled(all, inquiry)
                : Selection.of(session, all, names, complaints, ExitCode.GENERIC);
        List<Struct> diagnoses = new ArrayList<>();
        for (Struct process : processes) {
            ProcessDiagnosis diagnosis = inquiry.explain(process);
            if (json) {
                diagnoses.add(new Struct(diagnosis.members()));
            } else {
                diagnosis.lines().forEach(session.output()::line);
            }
        }
        if (json) {
            Json.print(session.output(), diagnoses);
        } else if (names.isEmpty() && processes.isEmpty()) {
            session.output()
                    .line(
                            "No process is in trouble: none is FATAL or BACKOFF, has ended unexpectedly, or comes and goes");
        }
    }

    private static List<Struct> troubled(List<Struct> all, ProcessInquiry inquiry) throws IOException {
        List<Struct> troubled = new ArrayList<>();
        for (Struct process : all) {
            if (inquiry.isInTrouble(process)) {
                troubled.add(process);
            }
        }
        return troubled;
    }
}
