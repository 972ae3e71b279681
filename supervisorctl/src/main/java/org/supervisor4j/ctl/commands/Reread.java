package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisor4j.ctl.session.Command;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code reread}: reads the configuration and shows what an update would change. */
final class Reread implements Command {
    @Override
    public String name() {
        return "reread";
    }

    @Override
    public List<String> help() {
        return List.of("reread \t\t\tRead the daemon's configuration files, change nothing yet");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (NoArguments.refused(session, this, argument)) {
            return;
        }
        try {
            show(session, ConfigChanges.reload(session));
        } catch (RpcFault fault) {
            if (fault.is(Fault.SHUTDOWN_STATE)) {
                session.output().line("ERROR: supervisor shutting down");
            } else if (fault.is(Fault.CANT_REREAD)) {
                session.output().line("ERROR: " + fault.text());
            } else {
                throw fault;
            }
            session.fail(ExitCode.GENERIC);
        }
    }

    private static void show(Session session, ConfigChanges changes) {
        Map<String, String> groups = new TreeMap<>();
        for (String group : changes.added()) {
            groups.put(group, "available");
        }
        for (String group : changes.changed()) {
            groups.put(group, "changed");
        }
        for (String group : changes.removed()) {
            groups.put(group, "disappeared");
        }
        for (Map.Entry<String, String> group : groups.entrySet()) {
            session.output().line(group.getKey() + ": " + group.getValue());
        }
        if (groups.isEmpty()) {
            session.output().line("No config updates to processes");
        }
    }
}
