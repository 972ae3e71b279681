package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code update}: makes what runs agree with the configuration, for some groups or for all. */
final class Update extends BuiltInCommand {
    Update() {
        super("update", "apply the configuration", Completion.GROUPS, "all", """
                update\t\t\tRead the configuration; add, remove and restart what has changed
                update all\t\tRead the configuration; add, remove and restart what has changed
                update <gname> [...]\tThe same for some groups only""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        ConfigChanges changes;
        try {
            changes = Reread.reload(session);
        } catch (RpcFault fault) {
            tell(session, fault, Map.of(Fault.SHUTDOWN_STATE, "ERROR: already shutting down"));
            return;
        }
        Set<String> wanted = new LinkedHashSet<>(PythonWhitespace.split(argument));
        if (wanted.contains("all")) {
            wanted.clear();
        }
        tellUnknown(session, wanted, changes.added());
        apply(session, changes, wanted);
    }

    private static void tellUnknown(Session session, Set<String> wanted, List<String> added) throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>(added);
        for (Struct process : Struct.listOf(session.call("getAllProcessInfo"))) {
            known.add(process.text("group"));
        }
        for (String group : wanted) {
            if (!known.contains(group)) {
                session.fail("ERROR: no such group: " + group);
                NameHint.CONFIGURED_GROUP.tell(session, group);
            }
        }
    }

    private static void apply(Session session, ConfigChanges changes, Set<String> wanted) throws IOException {
        EachGroup.attempt(session, wanted(changes.removed(), wanted), group -> remove(session, group));
        EachGroup.attempt(session, wanted(changes.changed(), wanted), group -> replace(session, group));
        EachGroup.attempt(session, wanted(changes.added(), wanted), group -> add(session, group));
    }

    private static List<String> wanted(List<String> groups, Set<String> wanted) {
        return wanted.isEmpty()
                ? groups
                : groups.stream().filter(wanted::contains).toList();
    }

    private static void replace(Session session, String group) throws IOException {
        session.call("stopProcessGroup", group);
        session.output().line(group + ": stopped");
        session.call("removeProcessGroup", group);
        session.call("addProcessGroup", group);
        session.output().line(group + ": updated process group");
    }

    private static void add(Session session, String group) throws IOException {
        session.call("addProcessGroup", group);
        session.output().line(group + ": added process group");
    }

    private static void remove(Session session, String group) throws IOException {
        boolean stuck = false;
        for (Struct outcome : Struct.listOf(session.call("stopProcessGroup", group))) {
            stuck |= outcome.number("status") == Fault.FAILED.code();
        }
        session.output().line(group + ": stopped");
        if (stuck) {
            session.fail(group + ": has problems; not removing");
            return;
        }
        session.call("removeProcessGroup", group);
        session.output().line(group + ": removed process group");
    }
}
