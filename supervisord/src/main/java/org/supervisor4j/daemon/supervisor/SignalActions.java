package org.supervisor4j.daemon.supervisor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.supervisor4j.daemon.config.SignalForwards;
import org.supervisor4j.daemon.config.SignalForwards.Forward;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.MainLog;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Signals;
import org.supervisor4j.daemon.output.OutputChannel;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.model.Signal;
import org.supervisor4j.model.SupervisorState;

/** What the daemon does when it gets a signal. On the control loop only. */
public final class SignalActions {
    private final EventLoop loop;
    private final Signals signals;
    private final Supervisor supervisor;
    private final MainLog mainLog;
    private final Runnable alsoReopened;
    private final RestartTrial restart;
    private final ActivityLog log;

    /**
     * @param alsoReopened what is done on SIGUSR2 beside reopening logs; must not wait
     * @param restart what is looked at before a restart
     */
    public SignalActions(
            Supervisor supervisor, Signals signals, MainLog mainLog, Runnable alsoReopened, RestartTrial restart) {
        this.supervisor = supervisor;
        this.signals = signals;
        this.mainLog = mainLog;
        this.alsoReopened = alsoReopened;
        this.restart = restart;
        loop = supervisor.context().loop();
        log = supervisor.context().log();
    }

    /** From now on the daemon acts on signals. */
    public void install() throws OsException {
        catching(Signal.SIGTERM, () -> exit(Signal.SIGTERM));
        catching(Signal.SIGINT, () -> exit(Signal.SIGINT));
        catching(Signal.SIGQUIT, () -> exit(Signal.SIGQUIT));
        Set<Integer> forwarded = forwards().signals();
        for (int signal : forwarded) {
            catching(signal, () -> forward(signal));
        }
        if (!forwarded.contains(Signal.SIGHUP)) {
            catching(Signal.SIGHUP, this::restart);
        }
        if (!forwarded.contains(Signal.SIGUSR2)) {
            catching(Signal.SIGUSR2, this::reopenLogs);
        }
        catching(Signal.SIGCHLD, this::childQuit);
        // The original dies of it, and leaves its children behind.
        if (!forwarded.contains(Signal.SIGUSR1)) {
            catching(Signal.SIGUSR1, () -> log.blather("received SIGUSR1 indicating nothing"));
        }
        signals.ignore(Signal.SIGPIPE);
        signals.ignore(Signal.SIGXFSZ);
    }

    private void catching(int signal, Runnable action) throws OsException {
        int descriptor = signals.catchSignal(signal);
        loop.watch(descriptor, true, false, () -> {
            if (signals.take(descriptor) > 0) {
                action.run();
            }
        });
    }

    private SignalForwards forwards() {
        return supervisor.context().settings().daemon().container().forwards();
    }

    /** Hands a signal on to those for whom the configuration means it now, as far as they run. */
    private void forward(int signal) {
        List<Forward> meant = forwards().all().stream()
                .filter(forward -> forward.signal() == signal)
                .toList();
        List<Subprocess> targets = supervisor.allByPriority().stream()
                .filter(Subprocess::hasChild)
                .filter(process ->
                        meant.stream().anyMatch(forward -> process.fullName().isNamedBy(forward.target())))
                .toList();
        String name = "received " + Signal.name(signal);
        if (targets.isEmpty()) {
            log.info(name + ", and none of those run that are to get it (forward_signals)");
            return;
        }
        log.info(name + ", handed on to "
                + targets.stream().map(Subprocess::namespec).collect(Collectors.joining(", ")));
        for (Subprocess process : targets) {
            process.signal(signal).ifPresent(log::warn);
        }
    }

    private void exit(int signal) {
        log.warn("received " + Signal.name(signal) + " indicating exit request");
        supervisor.stop(SupervisorState.SHUTDOWN);
    }

    private void restart() {
        if (supervisor.mood() == SupervisorState.SHUTDOWN) {
            log.warn("ignored SIGHUP indicating restart request (shutdown in progress)");
        } else {
            log.warn("received SIGHUP indicating restart request");
            var unused = restart.refusal().thenAccept(refusal -> {
                if (refusal.isEmpty()) {
                    loop.post("restart", this::startOver);
                }
            });
        }
    }

    /** Unless it has been told to end meanwhile. */
    private void startOver() {
        if (supervisor.mood() != SupervisorState.SHUTDOWN) {
            supervisor.stop(SupervisorState.RESTARTING);
        }
    }

    private void childQuit() {
        log.debug("received SIGCHLD indicating a child quit");
        supervisor.reap();
    }

    private void reopenLogs() {
        log.info("received SIGUSR2 indicating log reopen request");
        log.info("supervisord logreopen");
        var unused = mainLog.reopen();
        alsoReopened.run();
        for (Subprocess process : supervisor.allByPriority()) {
            for (OutputChannel channel : process.channels()) {
                var unusedToo = channel.reopen();
            }
        }
    }
}
