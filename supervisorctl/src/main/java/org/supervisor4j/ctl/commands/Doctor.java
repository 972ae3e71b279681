package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.diagnosis.DoctorFinding;
import org.supervisor4j.ctl.diagnosis.Examination;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;

/** {@code doctor}, which the original does not have: why a daemon can be reached, or cannot. */
final class Doctor extends BuiltInCommand {
    Doctor() {
        super("doctor", "examine the connection", Completion.NOTHING, "--json", """
            doctor\t\t\tTell which configuration was read, whether there is a socket, whose
            \t\t\tit is, who may connect, and who answers\
            """);
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        boolean json = argument.strip().equals(Status.JSON);
        if (!json && refuses(session, argument)) {
            return;
        }
        session.output().flush();
        List<DoctorFinding> findings = new Examination(session, System.getenv()).run();
        if (json) {
            Json.print(
                    session.output(),
                    findings.stream()
                            .map(finding -> new Struct(finding.members()))
                            .toList());
        }
        for (DoctorFinding finding : findings) {
            if (!json) {
                session.output().line(finding.toString());
            }
            if (finding.verdict() == DoctorFinding.Verdict.BAD) {
                session.fail(ExitCode.GENERIC);
            }
        }
    }
}
