package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code update}: makes what runs agree with the configuration, for some groups or for all. */
final class Update implements Command {
    @Override
    public String name() {
        return "update";
    }

    @Override
    public List<String> help() {
        return List.of(
                "update\t\t\tRead the configuration; add, remove and restart what has changed",
                "update all\t\tRead the configuration; add, remove and restart what has changed",
                "update <gname> [...]\tThe same for some groups only");
    }

    @Override
    public Completion completion() {
        return Completion.GROUPS;
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        ConfigChanges changes;
        try {
            changes = ConfigChanges.reload(session);
        } catch (RpcFault fault) {
            if (!fault.is(Fault.SHUTDOWN_STATE)) {
                throw fault;
            }
            session.output().line("ERROR: already shutting down");
            session.fail(ExitCode.GENERIC);
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
                session.output().line("ERROR: no such group: " + group);
                session.fail(ExitCode.GENERIC);
                NameHint.CONFIGURED_GROUP.tell(session, group);
            }
        }
    }

    private static void apply(Session session, ConfigChanges changes, Set<String> wanted) throws IOException {
        for (String group : changes.removed()) {
            if (isWanted(wanted, group)) {
                EachGroup.attempt(session, group, () -> remove(session, group));
            }
        }
        for (String group : changes.changed()) {
            if (isWanted(wanted, group)) {
                EachGroup.attempt(session, group, () -> replace(session, group));
            }
        }
        for (String group : changes.added()) {
            if (isWanted(wanted, group)) {
                EachGroup.attempt(session, group, () -> add(session, group));
            }
        }
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

    private static boolean isWanted(Set<String> wanted, String group) {
        return wanted.isEmpty() || wanted.contains(group);
    }

    private static void remove(Session session, String group) throws IOException {
        boolean stuck = false;
        for (Struct outcome : Struct.listOf(session.call("stopProcessGroup", group))) {
            stuck |= outcome.number("status") == Fault.FAILED.code();
        }
        session.output().line(group + ": stopped");
        if (stuck) {
            session.output().line(group + ": has problems; not removing");
            session.fail(ExitCode.GENERIC);
            return;
        }
        session.call("removeProcessGroup", group);
        session.output().line(group + ": removed process group");
    }
}
