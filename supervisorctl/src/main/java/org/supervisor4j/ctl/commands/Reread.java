package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.supervisor4j.ctl.session.PythonError;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.ConfigChanges;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code reread}: reads the configuration and shows what an update would change. */
final class Reread extends BuiltInCommand {
    Reread() {
        super("reread", "read the configuration", Completion.NOTHING, "", """
                reread \t\t\tRead the daemon's configuration files, change nothing yet""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        if (refuses(session, argument)) {
            return;
        }
        try {
            show(session, reload(session));
        } catch (RpcFault fault) {
            tell(
                    session,
                    fault,
                    Map.of(
                            Fault.SHUTDOWN_STATE,
                            "ERROR: supervisor shutting down",
                            Fault.CANT_REREAD,
                            "ERROR: " + fault.text()));
        }
    }

    /** Lets the daemon read its configuration again; the lists are in the server's order. */
    static ConfigChanges reload(Session session) throws IOException {
        Object[] outer = Struct.array(session.call("reloadConfig"));
        Object[] lists = outer.length == 0 ? outer : Struct.array(outer[0]);
        if (lists.length != 3) {
            throw new PythonError("ValueError", "reloadConfig answered with " + lists.length + " lists instead of 3");
        }
        return new ConfigChanges(Struct.texts(lists[0]), Struct.texts(lists[1]), Struct.texts(lists[2]), "");
    }

    private static void show(Session session, ConfigChanges changes) {
        Map<String, String> groups = new TreeMap<>();
        changes.added().forEach(group -> groups.put(group, "available"));
        changes.changed().forEach(group -> groups.put(group, "changed"));
        changes.removed().forEach(group -> groups.put(group, "disappeared"));
        groups.forEach((group, change) -> session.output().line(group + ": " + change));
        if (groups.isEmpty()) {
            session.output().line("No config updates to processes");
        }
    }
}
