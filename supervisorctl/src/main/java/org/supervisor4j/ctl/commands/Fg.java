package org.supervisor4j.ctl.commands;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.InterruptedByUserException;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;

/** {@code fg}: a process's output on the screen and the user's lines on its standard input. */
final class Fg extends ServerCommand {
    Fg() {
        super("fg", "talk to a process", Completion.ONE_PROCESS, "", """
                fg <process>\tTalk to a process: its output is shown, typed lines are its input
                \t\tCtrl-C ends that""");
    }

    @Override
    void run(Session session, List<String> names) throws IOException {
        if (names.isEmpty()) {
            session.fail("ERROR: no process name supplied");
            showHelp(session);
        } else if (names.size() > 1) {
            session.fail("ERROR: too many process names supplied");
        } else if (canBeJoined(session, names.get(0))) {
            talk(session, names.get(0));
        }
    }

    private static boolean canBeJoined(Session session, String name) throws IOException {
        try {
            if (isRunning(session, name)) {
                return true;
            }
            session.fail("ERROR: process not running");
        } catch (RpcFault fault) {
            if (fault.is(Fault.BAD_NAME)) {
                session.fail("ERROR: bad process name supplied");
                NameHint.PROCESS.tell(session, name);
            } else {
                // contract: words, but no exit code
                session.output().line("ERROR: " + Session.describe(fault));
            }
        }
        return false;
    }

    private static boolean isRunning(Session session, String name) throws IOException {
        return Struct.of(session.call("getProcessInfo", name)).number("state") == ProcessState.RUNNING.code();
    }

    private static void talk(Session session, String name) throws IOException {
        try (ForegroundOutput output = new ForegroundOutput(session, name)) {
            session.output().line("==> Press Ctrl-C to exit <==");
            session.output().flush();
            output.start();
            String end = pass(session, name, output);
            if (!end.isEmpty()) {
                session.output().line(end);
            }
            session.output().line("Exiting foreground");
        } finally {
            // a second Ctrl-C must not meet the next command
            var unused = Thread.interrupted();
        }
    }

    /** Hands on lines until there are no more; the answer is the reason to stop, empty at the end of input. */
    private static String pass(Session session, String name, ForegroundOutput output) throws IOException {
        try {
            @Nullable String line = session.input().readLine("");
            while (line != null) {
                session.call("sendProcessStdin", name, line + "\n");
                if (!isRunning(session, name)) {
                    return "Process got killed";
                }
                line = session.input().readLine("");
            }
            output.awaitQuiet();
            return "";
        } catch (RpcFault fault) {
            return fault.is(Fault.NOT_RUNNING) ? "Process got killed" : "ERROR: " + Session.describe(fault);
        } catch (InterruptedByUserException | ClosedByInterruptException ctrlC) {
            return "";
        }
    }
}
