package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.supervisor4j.ctl.session.Hints;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.RpcFault;

/** Tells whoever has stopped something who needs it and goes on running. On standard error: scripts, too, may care. */
final class Dependants {
    private Dependants() {}

    /** @param names as they were typed */
    static void tell(Session session, List<String> names) {
        try {
            List<Struct> all = Struct.listOf(session.callAny("supervisor4j.getDependencies"));
            names.forEach(name -> tell(session, name, running(all, Namespec.parse(name))));
        } catch (RpcFault | IOException | PythonError unknown) {
            // a daemon of the original, one that has just gone, or one that answers something else
            return;
        }
    }

    private static void tell(Session session, String name, List<String> running) {
        if (!running.isEmpty()) {
            Hints.reason(
                    session.errors(),
                    String.join(", ", running) + (running.size() == 1 ? " needs " : " need ") + name + ", and "
                            + (running.size() == 1 ? "goes" : "go") + " on running; \"stop --with-dependents " + name
                            + "\" stops all of them.");
        }
    }

    /** Those that need one of these, are none of these, and run. */
    static List<String> running(List<Struct> all, Namespec stopped) {
        Set<String> needers = new LinkedHashSet<>();
        Set<String> up = new LinkedHashSet<>();
        for (Struct process : all) {
            if (isMeant(process, stopped)) {
                needers.addAll(process.texts("dependants"));
            } else if (isUp(process.text("statename"))) {
                up.add(process.name());
            }
        }
        needers.retainAll(up);
        return new ArrayList<>(needers);
    }

    private static boolean isMeant(Struct process, Namespec named) {
        return process.text("group").equals(named.group())
                && (named.isWholeGroup() || process.text("name").equals(named.process()));
    }

    private static boolean isUp(String state) {
        return state.equals("RUNNING") || state.equals("STARTING") || state.equals("BACKOFF");
    }
}
