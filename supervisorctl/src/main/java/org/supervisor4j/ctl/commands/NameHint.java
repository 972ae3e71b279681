package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.Spelling;

/** What may have been meant by a name that means nothing. */
final class NameHint {
    /** More names do not help. */
    private static final int MOST = 3;

    private NameHint() {}

    /** Tells on standard error, if a terminal shows it; behind the error line, which stays as it is. */
    static void tell(Session session, String typed) {
        tell(session, typed, true);
    }

    /** The same for a command that takes no groups. */
    static void tellOfProcess(Session session, String typed) {
        tell(session, typed, false);
    }

    private static void tell(Session session, String typed, boolean groups) {
        if (!session.errors().isTerminal()) {
            return;
        }
        session.output().flush();
        String hint = of(typed, session.processesForCompletion(), groups);
        if (!hint.isEmpty()) {
            session.hintOnce(hint);
        }
    }

    /**
     * The hint; empty for none.
     *
     * @param processes all that there are
     * @param groups whether a group can be named
     */
    static String of(String typed, List<Struct> processes, boolean groups) {
        Namespec namespec = Namespec.parse(typed);
        List<String> members = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Struct process : processes) {
            String name = LogChannel.name(process);
            if (process.text("group").equals(namespec.group())) {
                members.add(name);
            }
            if (process.text("name").equals(namespec.process())) {
                elsewhere.add(name);
            }
            names.add(namespec.isWholeGroup() ? process.text("group") + ":*" : name);
        }
        if (!members.isEmpty()) {
            return ofGroup(namespec, members, groups);
        }
        if (!elsewhere.isEmpty()) {
            return "the process " + namespec.process() + " belongs to a group: " + listed(elsewhere) + ".";
        }
        return ofUnknown(typed, names);
    }

    private static String ofGroup(Namespec namespec, List<String> members, boolean groups) {
        if (namespec.group().equals(namespec.process())) {
            String whole = groups ? "; \"" + namespec.group() + ":*\" means all of it" : "";
            return namespec.group() + " is a group: " + listed(members) + whole + ".";
        }
        @Nullable String near = Spelling.nearest(namespec.toString(), members);
        return near == null
                ? "the group " + namespec.group() + " has " + listed(members) + "."
                : "did you mean \"" + near + "\"?";
    }

    private static String ofUnknown(String typed, Set<String> names) {
        boolean pattern = typed.indexOf('*') >= 0 || typed.indexOf('?') >= 0 || typed.indexOf('[') >= 0;
        if (pattern && !typed.endsWith(":*")) {
            return "patterns are for mstart, mstop, mrestart and mstatus.";
        }
        @Nullable String near = Spelling.nearest(typed, names);
        return near == null ? "" : "did you mean \"" + near + "\"?";
    }

    private static String listed(List<String> names) {
        String first = "\"" + String.join("\", \"", names.subList(0, Math.min(MOST, names.size()))) + "\"";
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
