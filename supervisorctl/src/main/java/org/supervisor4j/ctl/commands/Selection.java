package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Namespec;

/** The processes that typed words mean. */
final class Selection {
    private Selection() {}

    /**
     * The named ones in the order of the names, groups in the daemon's order; all for no names, and for {@code all}.
     *
     * @param processes what {@code getAllProcessInfo} answered
     * @param complaints told of names that mean nothing
     * @param unknown the exit code that they lead to
     */
    static List<Struct> of(
            Session session, List<Struct> processes, List<String> names, Output complaints, ExitCode unknown) {
        if (names.isEmpty() || names.contains("all")) {
            return processes;
        }
        List<Struct> selected = new ArrayList<>();
        for (String name : names) {
            Namespec namespec = Namespec.parse(name);
            int before = selected.size();
            for (Struct process : processes) {
                boolean meant = process.text("group").equals(namespec.group())
                        && (namespec.isWholeGroup() || process.text("name").equals(namespec.process()));
                if (meant) {
                    selected.add(process);
                }
            }
            if (selected.size() == before) {
                complaints.line(
                        namespec.isWholeGroup()
                                ? namespec.group() + ": ERROR (no such group)"
                                : name + ": ERROR (no such process)");
                session.fail(unknown);
            }
        }
        return selected;
    }
}
