package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.util.List;
import org.supervisor4j.ctl.session.ExitCode;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** {@code wait}, which the original does not have: goes on once processes are in some state. */
final class Wait extends BuiltInCommand {
    private static final double NANOS = 1e9;

    Wait() {
        super("wait", "wait until processes are in some state", Completion.PROCESSES, "all --for= --timeout=", """
                wait <name> [...]\tWait until processes are RUNNING
                wait --for=<what> <name> [...]
                \t\t\tWhat: started, running, healthy, ready, completed,
                \t\t\tcompleted_successfully, exited, stopped, fatal
                wait --timeout=<seconds> <name> [...]
                \t\t\tFail after that time; also where one is FATAL that is to run""");
    }

    @Override
    public void run(Session session, String argument) throws IOException {
        WaitOptions options = WaitOptions.parse(PythonWhitespace.split(argument));
        if (!options.complaint().isEmpty()) {
            complain(session, options.complaint(), ExitCode.INVALID_ARGS);
            return;
        }
        if (!session.isServerUp()) {
            return;
        }
        List<Struct> processes = Selection.of(
                session,
                Struct.listOf(session.call("getAllProcessInfo")),
                options.names(),
                session.output(),
                ExitCode.GENERIC);
        long begin = System.nanoTime();
        for (Struct process : processes) {
            double left = options.seconds() - (System.nanoTime() - begin) / NANOS;
            // Those that come late are asked for as they are by then.
            int seconds = options.seconds() == 0 ? 0 : (int) Math.max(1, Math.ceil(left));
            if (!waitFor(session, process, options.condition(), seconds)) {
                return;
            }
        }
    }

    /** Whether to go on with the next one. */
    private static boolean waitFor(Session session, Struct process, String condition, int seconds) throws IOException {
        try {
            String instead = Struct.textOf(
                    session.callAny("supervisor4j.waitForProcess", process.namespec(), condition, seconds));
            if (instead.isEmpty()) {
                session.output().line(process.name() + ": " + condition);
            } else {
                session.fail(process.name() + ": ERROR (not " + condition + ": " + instead + ")");
            }
            return true;
        } catch (RpcFault fault) {
            if (fault.is(Fault.UNKNOWN_METHOD)) {
                session.fail("Error: this supervisord cannot be waited for");
                return false;
            }
            if (fault.is(Fault.INCORRECT_PARAMETERS)) {
                session.output().line("Error: " + fault.text());
                session.fail(ExitCode.INVALID_ARGS);
                return false;
            }
            if (fault.is(Fault.BAD_NAME)) {
                session.fail(process.name() + ": ERROR (no such process)");
                return true;
            }
            throw fault;
        }
    }
}
