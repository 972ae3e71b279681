package org.supervisor4j.daemon.process;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessTable.Entry;
import org.supervisor4j.daemon.state.Effect;
import org.supervisor4j.model.Signal;

/**
 * Sends signals to the children of one process and says in the log what became of them. That a child has just gone is
 * no error: the reaping tells. On the control loop only.
 */
// contract: process.py, Subprocess.kill and Subprocess.signal
final class ChildSignals {
    private static final int MOST_GENERATIONS = 100;
    private static final Errno GONE = new Errno(Errno.ESRCH, "ESRCH", "No such process");

    private final SupervisorContext context;
    private final String name;

    ChildSignals(SupervisorContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /**
     * Sends a signal of the table's, which has said so in the log.
     *
     * @param reaped whether the child is known to be gone, so that its number may be another's
     * @return empty, or why the signal could not be sent
     */
    Optional<String> kill(Effect.Kill kill, boolean reaped) {
        Errno refused = kill.toGroup() && !reaped
                ? sendToGroup(kill.pid(), kill.signal())
                : send(kill.pid(), kill.signal(), reaped);
        return report(refused, "killing", "exited", kill.pid());
    }

    /**
     * Sends it to the group that the child was given, and whatever becomes of that, to the child: it may have left for
     * another group, and would be waited for without an end. That group gets the signal, too, if it is the program's.
     */
    private @Nullable Errno sendToGroup(int pid, int signal) {
        int group = context.processes().find(pid).map(Entry::group).orElse(pid);
        Errno refused = send(-pid, signal, false);
        if (group == pid) {
            return refused != null && refused.is(Errno.ESRCH) ? send(pid, signal, false) : refused;
        }
        context.log().debug(name + " (pid " + pid + ") has left its process group for " + group);
        boolean told = isOfTheProgram(group, pid) && send(-group, signal, false) == null;
        return told ? null : send(pid, signal, false);
    }

    /**
     * Whether a group was made by a descendant of the child. A child may also join the daemon's own group, another
     * program's, or that of the shell that the daemon was started from.
     */
    private boolean isOfTheProgram(int group, int pid) {
        int ancestor = group;
        for (int generations = 0; ancestor > 1 && generations < MOST_GENERATIONS; generations++) {
            if (ancestor == pid) {
                return true;
            }
            ancestor = context.processes().find(ancestor).map(Entry::parent).orElse(0);
        }
        return false;
    }

    /**
     * Sends a signal that somebody has asked for.
     *
     * @param pid the child's; it alone gets the signal
     * @param reaped as for {@link #kill}
     * @return as for {@link #kill}
     */
    Optional<String> signal(int pid, int number, boolean reaped) {
        context.log().debug("sending " + name + " (pid " + pid + ") sig " + Signal.name(number));
        return report(send(pid, number, reaped), "sending sig", "now exited", pid);
    }

    /** Says that there is nobody to send it to. */
    String notRunning(int number) {
        String message = "attempted to send " + name + " sig " + Signal.name(number) + " but it wasn't running";
        context.log().debug(message);
        return message;
    }

    /** Null if it was sent. */
    private @Nullable Errno send(int target, int signal, boolean reaped) {
        if (reaped) {
            return GONE;
        }
        try {
            context.signals().kill(target, signal);
            return null;
        } catch (OsException refused) {
            return refused.errno();
        }
    }

    private Optional<String> report(@Nullable Errno refused, String doing, String ended, int pid) {
        if (refused == null) {
            return Optional.empty();
        }
        String error = "[Errno " + refused.number() + "] " + refused.text();
        if (refused.is(Errno.ESRCH)) {
            context.log()
                    .debug("unable to signal " + name + " (pid " + pid + "), it probably just " + ended
                            + " on its own: " + error);
            return Optional.empty();
        }
        return Optional.of("unknown problem " + doing + " " + name + " (" + pid + "): " + error);
    }
}
