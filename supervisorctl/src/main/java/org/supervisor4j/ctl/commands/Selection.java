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
        for (String name : names) {
            Namespec namespec = Namespec.parse(name);
            if (processes.stream().noneMatch(process -> isMeant(process, namespec))) {
                complaints.line(
                        namespec.isWholeGroup()
                                ? namespec.group() + ": ERROR (no such group)"
                                : name + ": ERROR (no such process)");
                session.fail(unknown);
                complaints.flush();
                NameHint.PROCESS_OR_GROUP.tell(session, name);
            }
        }
        return existing(processes, names);
    }

    /** The same without a word about names that mean nothing. */
    static List<Struct> existing(List<Struct> processes, List<String> names) {
        if (names.isEmpty() || names.contains("all")) {
            return processes;
        }
        List<Struct> selected = new ArrayList<>();
        for (String name : names) {
            Namespec namespec = Namespec.parse(name);
            processes.stream().filter(process -> isMeant(process, namespec)).forEach(selected::add);
        }
        return selected;
    }

    private static boolean isMeant(Struct process, Namespec namespec) {
        return process.text("group").equals(namespec.group())
                && (namespec.isWholeGroup() || process.text("name").equals(namespec.process()));
    }
}
