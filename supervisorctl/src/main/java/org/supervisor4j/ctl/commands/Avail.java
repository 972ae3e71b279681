package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.supervisor4j.ctl.session.Columns;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code avail}: what the configuration has, active or not; {@code avail --json}, ours, the same with all settings. */
final class Avail extends BuiltInCommand {
    private static final int NAME_WIDTH = 32;
    private static final int WORD_WIDTH = 9;

    Avail() {
        super("avail", "list the configuration", Completion.NOTHING, "--json", """
                avail\t\t\tList all processes of the configuration""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        boolean json = argument.equals(Status.JSON);
        if (!json && refuses(session, argument)) {
            return;
        }
        if (json) {
            session.giveUpOnSilence();
        }
        try {
            List<Struct> processes = Struct.listOf(session.call("getAllConfigInfo"));
            if (json) {
                Json.print(session.output(), processes);
                return;
            }
            for (Struct process : processes) {
                session.output().line(line(process));
            }
        } catch (RpcFault fault) {
            tell(session, fault, Map.of(Fault.SHUTDOWN_STATE, "ERROR: supervisor shutting down"));
        }
    }

    private static String line(Struct process) {
        String name = process.name();
        String inUse = process.flag("inuse") ? "in use" : "avail";
        String start = process.flag("autostart") ? "auto" : "manual";
        return Columns.padded(name, NAME_WIDTH) + " " + Columns.padded(inUse, WORD_WIDTH) + " "
                + Columns.padded(start, WORD_WIDTH) + " " + process.text("group_prio") + ":"
                + process.text("process_prio");
    }
}
