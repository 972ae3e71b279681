package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Output;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcCall;

/**
 * {@code status}: one line for each process that was named, or for all. {@code --json} among the names, which the
 * original does not know, prints what {@code getProcessInfo} answers, the uptime, its starts by itself, and the health;
 * unknown names are told on standard error then. {@code --watch} goes on showing it.
 */
final class Status extends BuiltInCommand {
    static final String JSON = "--json";
    static final String WATCH = "--watch";

    Status() {
        super("status", "show processes", Completion.PROCESSES, "all --json --watch", """
                status <name>\t\tShow one process
                status <gname>:*\tShow every process of a group
                status <name> <name>\tShow several processes or groups
                status\t\t\tShow every process""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        List<String> names = new ArrayList<>(PythonWhitespace.split(argument));
        boolean json = names.removeIf(JSON::equals);
        boolean watch = names.removeIf(WATCH::equals);
        if (json || watch) {
            session.giveUpOnSilence();
        }
        if (!session.isServerUp()) {
            session.fail(ExitCode.STATUS_UNKNOWN);
            return;
        }
        List<Struct> all = Struct.listOf(session.call("getAllProcessInfo"));
        if (json && watch) {
            complain(session, "--json and --watch exclude each other");
            return;
        }
        Output complaints = json ? session.errors() : session.output();
        List<Struct> shown = Selection.of(session, all, names, complaints, ExitCode.STATUS_UNKNOWN);
        if (watch) {
            watch(session, names, shown);
            return;
        }
        if (json) {
            RpcCall daemon = session::callAny;
            Map<String, Struct> restarts = Struct.byNamespec(daemon.callIfKnown("supervisor4j.getAllRestartStates"));
            Map<String, Struct> healths = Struct.byNamespec(daemon.callIfKnown("supervisor4j.getAllProcessHealth"));
            Json.print(
                    session.output(),
                    shown.stream()
                            .map(process -> withMore(
                                    process, restarts.get(process.namespec()), healths.get(process.namespec())))
                            .toList());
        } else {
            show(session.output(), shown);
        }
        judge(session, shown);
    }

    /** Each process for itself, with columns of its own: what one {@code status} after another prints. */
    static void showEach(Session session, List<Struct> processes) {
        for (Struct process : processes) {
            show(session.output(), List.of(process));
        }
        judge(session, processes);
    }

    private static void watch(Session session, List<String> names, List<Struct> first) {
        if (!first.isEmpty() || names.isEmpty()) {
            new StatusWatch(session, names).run(first);
        }
    }

    /**
     * {@code start} and {@code now} are there; what people make of them is the difference.
     *
     * @param restart its starts by itself; null if the daemon does not tell
     * @param health null if the daemon does not tell
     */
    private static Struct withMore(Struct process, @Nullable Struct restart, @Nullable Struct health) {
        int uptime = process.number("pid") == 0 ? 0 : Math.max(0, process.number("now") - process.number("start"));
        Map<Object, Object> members = new HashMap<>(process.members());
        members.put("uptime", uptime);
        if (restart != null) {
            members.put("next_start", restart.number("nextstart"));
            members.put("restarts", restart.number("restarts"));
        }
        if (health != null) {
            members.put("health", health.text("health"));
            members.put("ready", health.members().get("ready"));
        }
        return new Struct(members);
    }

    private static void judge(Session session, List<Struct> shown) {
        for (Struct process : shown) {
            if (isStopped(process.number("state"))) {
                session.fail(ExitCode.STATUS_NOT_RUNNING);
            }
        }
    }

    private static void show(Output output, List<Struct> processes) {
        new StatusTable(output.isColoured(), Integer.MAX_VALUE).lines(processes).forEach(output::line);
    }

    /** States that are not known here count as running, as they do in the reference. */
    private static boolean isStopped(int code) {
        for (ProcessState state : ProcessState.values()) {
            if (state.code() == code) {
                return state.isStopped();
            }
        }
        return false;
    }
}
