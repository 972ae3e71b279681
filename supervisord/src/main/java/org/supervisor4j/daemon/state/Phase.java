package org.supervisor4j.daemon.state;

import org.supervisor4j.daemon.state.Effect.Kill;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Signal;

/**
 * One state of a process, with the data that only this state has and the inputs that it answers. The whole table is in
 * this file; {@code docs/process-states.md} shows it as one. A state ignores the inputs that it does not mention.
 *
 * <p>{@code failures} counts failed starts in a row. It survives a stop and is forgotten only by RUNNING and FATAL
 * (Supervisor's {@code backoff}).
 */
public sealed interface Phase {
    /** One second in the unit of {@link Moment#nanos}. */
    long SECOND = 1_000_000_000L;

    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /**
     * A child that ended sooner than this is not replaced at once but one second after it was started: a program with
     * startsecs=0 that cannot run must not fork without pause. (The original's one-second poll had that effect.)
     */
    long BRISK = SECOND / 10;

    /** {@code spawnerr} after a start that did not last. Contract. */
    String TOO_QUICK = "Exited too quickly (process log may have details)";

    ProcessState state();

    /** The child, 0 for none. */
    default int pid() {
        return 0;
    }

    /**
     * When {@link #onTick} should be called, in monotonic nanoseconds; {@link #NEVER} where only inputs count.
     *
     * @param mayStart as in {@link Moment}
     */
    default long deadline(StartPolicy policy, boolean mayStart) {
        return NEVER;
    }

    /** Time has passed, or the daemon's mood has changed, or another input has just been answered. */
    default Transition onTick(StartPolicy policy, Moment now) {
        return stay();
    }

    /** Somebody asks for a start. Callers have refused what is running or unknown before. */
    default Transition onStart(StartPolicy policy, Moment now) {
        return Transition.to(this)
                .log(LogLevel.WARN, "process '" + policy.name() + "' already running")
                .build();
    }

    /**
     * The attempt that {@link Effect.Spawn} began has made a child.
     *
     * @param now when it did so: how long the child has been up is counted from here
     */
    default Transition onSpawned(StartPolicy policy, int pid, Moment now) {
        throw new IllegalStateException("spawned in " + this);
    }

    /** The attempt that {@link Effect.Spawn} began has failed before there was a child. */
    default Transition onSpawnFailed(StartPolicy policy, String text, Moment now) {
        throw new IllegalStateException("spawn failed in " + this);
    }

    /**
     * The same for want of descriptors, which is no fault of the program's: that counts as no failed start.
     *
     * @param again whether the attempt before failed so, too: then the log has said so already
     */
    default Transition onSpawnStarved(StartPolicy policy, String text, boolean again, Moment now) {
        throw new IllegalStateException("spawn failed in " + this);
    }

    /** The child has ended and its output has been drained. */
    default Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
        throw new IllegalStateException("reaped in " + this);
    }

    /** Whether a new attempt would follow in the same moment, if the child ended so and nobody asked for anything. */
    default boolean isReplacedAtOnce(StartPolicy policy, ExitStatus status, Moment endedAt) {
        Transition next = onReaped(policy, status, endedAt).next().onTick(policy, endedAt);
        return next.last() instanceof Effect.Spawn;
    }

    /** Somebody asks for a stop. */
    default Transition onStop(StartPolicy policy, Moment now) {
        return Transition.to(this)
                .log(
                        LogLevel.DEBUG,
                        "attempted to kill " + policy.name() + " with sig " + Signal.name(policy.stopsignal())
                                + " but it wasn't running")
                .build();
    }

    /** The daemon shuts down and it is this process's turn. */
    default Transition onShutdown(StartPolicy policy, Moment now) {
        return stay();
    }

    /**
     * The kernel refused a signal, and not because the child had gone.
     *
     * @param line what the log says of it
     */
    default Transition onSignalRefused(String line) {
        return Transition.to(new Unknown(pid()))
                .log(LogLevel.CRITICAL, line)
                .announce(state(), 0, pid())
                .build();
    }

    private Transition stay() {
        return Transition.stay(this);
    }

    /** The one way to begin an attempt: every path to STARTING leads through here. */
    private static Transition spawn(ProcessState from, int failures, Moment now) {
        return Transition.to(new Starting(now.nanos(), failures, 0))
                .announce(from, failures, 0)
                .last(new Effect.Spawn());
    }

    private static String killingLine(StartPolicy policy, int pid, int signal, boolean toGroup) {
        String whom = toGroup ? ") process group with signal " : ") with signal ";
        return "killing " + policy.name() + " (pid " + pid + whom + Signal.name(signal);
    }

    /** From RUNNING and STARTING. The line comes first, then the change, then the signal. */
    private static Transition stop(Phase from, int failures, StartPolicy policy, Moment now) {
        int pid = from.pid();
        return Transition.to(new Stopping(now.nanos() + policy.stopwaitNanos(), failures, pid))
                .log(LogLevel.DEBUG, killingLine(policy, pid, policy.stopsignal(), policy.stopasgroup()))
                .announce(from.state(), 0, pid)
                .last(new Kill(pid, policy.stopsignal(), policy.stopasgroup()));
    }

    /** From RUNNING, from STARTING by way of RUNNING, and from UNKNOWN. */
    private static Transition.Builder exit(
            Transition.Builder transition, ProcessState from, int pid, StartPolicy policy, ExitStatus status) {
        boolean expected = policy.expects(status);
        transition.effect(new Effect.KeepExitCode(status.code()));
        if (!expected) {
            transition.effect(new Effect.KeepSpawnError("Bad exit code " + status.code()));
        }
        return transition
                .effect(new Effect.Announce(from, ProcessState.EXITED, 0, pid, expected))
                .log(
                        expected ? LogLevel.INFO : LogLevel.WARN,
                        "exited: " + policy.name() + " (" + status.text()
                                + (expected ? "; expected)" : "; not expected)"));
    }

    /**
     * No child, and none wanted.
     *
     * @param neverStarted whether {@code autostart=} has still to be honoured
     */
    record Stopped(int failures, boolean neverStarted) implements Phase {
        @Override
        public ProcessState state() {
            return ProcessState.STOPPED;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            return neverStarted && policy.autostart() && now.mayStart()
                    ? spawn(ProcessState.STOPPED, failures, now)
                    : Transition.stay(this);
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawn(ProcessState.STOPPED, failures, now);
        }
    }

    /**
     * A start is being tried.
     *
     * @param startedAt when there was a child; until then, when the attempt was decided upon
     * @param pid 0 until there is a child
     */
    record Starting(long startedAt, int failures, int pid) implements Phase {
        @Override
        public ProcessState state() {
            return ProcessState.STARTING;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            return pid == 0 ? NEVER : startedAt + policy.startNanos() + 1;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            if (pid == 0 || (policy.startsecs() > 0 && now.nanos() - startedAt <= policy.startNanos())) {
                return Transition.stay(this);
            }
            return Transition.to(new Running(startedAt, pid))
                    .announce(ProcessState.STARTING, 0, pid)
                    .log(
                            LogLevel.INFO,
                            "success: " + policy.name() + " entered RUNNING state, process has stayed up for > than "
                                    + policy.startsecs() + " seconds (startsecs)")
                    .build();
        }

        @Override
        public Transition onSpawned(StartPolicy policy, int newPid, Moment now) {
            return Transition.to(new Starting(now.nanos(), failures, newPid))
                    .log(LogLevel.INFO, "spawned: '" + policy.name() + "' with pid " + newPid)
                    .build();
        }

        /** Here, and only here, the line comes before the event. */
        @Override
        public Transition onSpawnFailed(StartPolicy policy, String text, Moment now) {
            return Transition.to(Backoff.after(failures + 1, now))
                    .effect(new Effect.KeepSpawnError(text))
                    .log(LogLevel.INFO, "spawnerr: " + text)
                    .announce(ProcessState.STARTING, failures + 1, 0)
                    .build();
        }

        @Override
        public Transition onSpawnStarved(StartPolicy policy, String text, boolean again, Moment now) {
            Transition.Builder transition =
                    Transition.to(new Backoff(now.nanos() + SECOND, failures)).effect(new Effect.KeepSpawnError(text));
            if (!again) {
                transition.log(LogLevel.INFO, "spawnerr: " + text).log(
                        LogLevel.WARN,
                        policy.name() + " is tried again each second until there are descriptors for it; that"
                                + " counts as no failed start");
            }
            return transition.announce(ProcessState.STARTING, failures, 0).build();
        }

        @Override
        public Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
            if (endedAt.nanos() - startedAt < policy.startNanos()) {
                return Transition.to(Backoff.after(failures + 1, endedAt))
                        .effect(new Effect.KeepSpawnError(TOO_QUICK))
                        .announce(ProcessState.STARTING, failures + 1, 0)
                        .log(LogLevel.WARN, "exited: " + policy.name() + " (" + status.text() + "; not expected)")
                        .build();
            }
            // It stayed up long enough, only nobody had looked: it was RUNNING, and listeners are told so.
            Transition.Builder transition = Transition.to(Exited.after(status, startedAt, endedAt, true))
                    .effect(new Effect.Announce(ProcessState.STARTING, ProcessState.RUNNING, 0, pid, true));
            return exit(transition, ProcessState.RUNNING, pid, policy, status).build();
        }

        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            if (pid == 0) {
                // Its log is still being opened: there is nobody to signal, and the attempt is called off.
                return Transition.to(new Stopped(failures, false))
                        .effect(new Effect.Announce(ProcessState.STARTING, ProcessState.STOPPING, 0, 0, true))
                        .effect(new Effect.Announce(ProcessState.STOPPING, ProcessState.STOPPED, 0, 0, true))
                        .build();
            }
            return stop(this, failures, policy, now);
        }

        @Override
        public Transition onShutdown(StartPolicy policy, Moment now) {
            return onStop(policy, now);
        }
    }

    /** It has stayed up for startsecs. */
    record Running(long startedAt, int pid) implements Phase {
        @Override
        public ProcessState state() {
            return ProcessState.RUNNING;
        }

        @Override
        public Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
            Transition.Builder transition = Transition.to(Exited.after(status, startedAt, endedAt, true));
            return exit(transition, ProcessState.RUNNING, pid, policy, status).build();
        }

        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return stop(this, 0, policy, now);
        }

        @Override
        public Transition onShutdown(StartPolicy policy, Moment now) {
            return onStop(policy, now);
        }
    }

    /** The last start failed; another follows. */
    record Backoff(long retryAfter, int failures) implements Phase {
        /** The wait before the next attempt grows by a second with each failure. */
        static Backoff after(int failures, Moment now) {
            return new Backoff(now.nanos() + failures * SECOND, failures);
        }

        @Override
        public ProcessState state() {
            return ProcessState.BACKOFF;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            if (failures > policy.startretries()) {
                return Long.MIN_VALUE;
            }
            return mayStart ? retryAfter + 1 : NEVER;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            if (failures > policy.startretries()) {
                return Transition.to(new Fatal())
                        .announce(ProcessState.BACKOFF, 0, 0)
                        .log(
                                LogLevel.INFO,
                                "gave up: " + policy.name()
                                        + " entered FATAL state, too many start retries too quickly")
                        .build();
            }
            return now.mayStart() && now.nanos() > retryAfter
                    ? spawn(ProcessState.BACKOFF, failures, now)
                    : Transition.stay(this);
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawn(ProcessState.BACKOFF, failures, now);
        }

        /** There is no child to signal; waiting for the retries instead would hold up the stop. */
        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return Transition.to(new Stopped(failures, false))
                    .log(LogLevel.DEBUG, "Attempted to kill " + policy.name() + ", which is in BACKOFF state.")
                    .announce(ProcessState.BACKOFF, 0, 0)
                    .build();
        }

        @Override
        public Transition onShutdown(StartPolicy policy, Moment now) {
            return Transition.to(new Fatal())
                    .announce(ProcessState.BACKOFF, 0, 0)
                    .build();
        }
    }

    /** It has been asked to end. */
    record Stopping(long killAfter, int failures, int pid) implements Phase {
        @Override
        public ProcessState state() {
            return ProcessState.STOPPING;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            return killAfter;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            if (now.nanos() < killAfter) {
                return Transition.stay(this);
            }
            // A stopwaitsecs of 0 would otherwise be due again at once, and for ever.
            long again = now.nanos() + Math.max(policy.stopwaitNanos(), SECOND / 10);
            return Transition.to(new Stopping(again, failures, pid))
                    .log(LogLevel.WARN, "killing '" + policy.name() + "' (" + pid + ") with SIGKILL")
                    .log(LogLevel.DEBUG, killingLine(policy, pid, Signal.SIGKILL, policy.killasgroup()))
                    .last(new Kill(pid, Signal.SIGKILL, policy.killasgroup()));
        }

        @Override
        public Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
            return Transition.to(new Stopped(failures, false))
                    .effect(new Effect.KeepExitCode(status.code()))
                    .announce(ProcessState.STOPPING, 0, pid)
                    .log(
                            policy.expects(status) ? LogLevel.INFO : LogLevel.WARN,
                            "stopped: " + policy.name() + " (" + status.text() + ")")
                    .build();
        }

        /** Sends the signal once more and begins the wait anew, as the original does; its group flag is killasgroup. */
        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return Transition.to(new Stopping(now.nanos() + policy.stopwaitNanos(), failures, pid))
                    .log(LogLevel.DEBUG, killingLine(policy, pid, policy.stopsignal(), policy.killasgroup()))
                    .last(new Kill(pid, policy.stopsignal(), policy.killasgroup()));
        }
    }

    /**
     * It ended by itself.
     *
     * @param status how
     * @param restartAt when it may be started again, if it is to be
     * @param mayRestart false where it had been asked to stop
     */
    record Exited(ExitStatus status, long restartAt, boolean mayRestart) implements Phase {
        static Exited after(ExitStatus status, long startedAt, Moment endedAt, boolean mayRestart) {
            boolean brisk = endedAt.nanos() - startedAt < BRISK;
            return new Exited(status, brisk ? startedAt + SECOND : endedAt.nanos(), mayRestart);
        }

        @Override
        public ProcessState state() {
            return ProcessState.EXITED;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            return mayStart && mayRestart && policy.restartsAfter(status) ? restartAt : NEVER;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            return now.nanos() >= deadline(policy, now.mayStart())
                    ? spawn(ProcessState.EXITED, 0, now)
                    : Transition.stay(this);
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawn(ProcessState.EXITED, 0, now);
        }
    }

    /** Too many starts failed. Only a request starts it again. */
    record Fatal() implements Phase {
        @Override
        public ProcessState state() {
            return ProcessState.FATAL;
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawn(ProcessState.FATAL, 0, now);
        }
    }

    /**
     * The kernel would not let us signal it, so we cannot say what it does.
     *
     * @param pid the child, which may still run
     */
    record Unknown(int pid) implements Phase {
        @Override
        public ProcessState state() {
            return ProcessState.UNKNOWN;
        }

        /** The original's daemon dies here. Ours keeps the exit; a start must be asked for. */
        @Override
        public Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
            Transition.Builder transition = Transition.to(new Exited(status, endedAt.nanos(), false));
            return exit(transition, ProcessState.UNKNOWN, pid, policy, status).build();
        }
    }
}
