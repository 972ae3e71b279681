package org.supervisor4j.daemon.state;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.state.Effect.Kill;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.Signal;

/**
 * One state of a process, with the data that only this state has and the inputs that it answers. The whole table is in
 * this file; {@code docs/process-states.md} shows it as one. A state ignores the inputs that it does not mention.
 *
 * <p>{@code failures} counts failed starts in a row. It survives a stop and is forgotten only by RUNNING and FATAL
 * (Supervisor's {@code backoff}); where a {@link RestartPolicy} is not the original's, by a request for a start, too.
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

    /** {@code spawnerr} after an end before it was ready. */
    String EXITED_UNREADY = "Exited before it was ready (process log may have details)";

    ProcessState state();

    /** The child, 0 for none. */
    default int pid() {
        return 0;
    }

    /** Failed starts in a row; 0 where they do not matter. */
    default int failures() {
        return 0;
    }

    /** What it remembers of its starts by itself. */
    default Restarts restarts() {
        return Restarts.NONE;
    }

    /**
     * Whether it is down and comes back by itself in a while, and a stop is what keeps it down. BACKOFF is no such
     * state: it counts as running, and needs no further word.
     */
    default boolean comesBack(StartPolicy policy) {
        return false;
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

    /**
     * It is to be stopped and started anew, and nobody asked for that: a check or a limit did. That is a start by
     * itself as one after an exit is. Ignored where there is no child.
     */
    default Transition onReplace(StartPolicy policy, Moment now) {
        return stay();
    }

    /** It has become ready, and well where that is asked, too. */
    default Transition onReady(StartPolicy policy, Moment now) {
        return stay();
    }

    /** The child asks for more time for its start or its end: so much from now. */
    default Transition onMoreTime(StartPolicy policy, long nanos, Moment now) {
        return stay();
    }

    /** The daemon shuts down and it is this process's turn. */
    default Transition onShutdown(StartPolicy policy, Moment now) {
        return stay();
    }

    /** The daemon has no more time for its shutdown: it has to end now. */
    default Transition onKill(StartPolicy policy, Moment now) {
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
    private static Transition spawn(ProcessState from, int failures, Restarts restarts, Moment now) {
        return Transition.to(new Starting(now.nanos(), failures, 0, restarts))
                .announce(from, failures, 0)
                .last(new Effect.Spawn());
    }

    /** An attempt that somebody asked for. */
    private static Transition spawnOnRequest(Phase from, StartPolicy policy, Moment now) {
        return spawn(from.state(), policy.again().isOriginal() ? from.failures() : 0, Restarts.NONE, now);
    }

    /** An attempt that nobody asked for. */
    private static Transition spawnAgain(Phase from, StartPolicy policy, Moment now) {
        return spawn(from.state(), from.failures(), from.restarts().begun(policy.again(), now.nanos()), now);
    }

    /** When it is to be started by itself, or given up at once because that would be too often. */
    private static long dueAt(Phase from, long restartAt, StartPolicy policy) {
        return from.restarts().wouldExceed(policy.again(), restartAt) ? Long.MIN_VALUE : restartAt;
    }

    /** What follows when time has passed. */
    private static Transition again(Phase from, long restartAt, StartPolicy policy, Moment now) {
        if (now.nanos() < from.deadline(policy, now.mayStart())) {
            return Transition.stay(from);
        }
        // What a slow disk has held up may be due long since.
        return from.restarts().wouldExceed(policy.again(), Math.max(restartAt, now.nanos()))
                ? exceeded(from, policy, now)
                : spawnAgain(from, policy, now);
    }

    /** It has been started by itself too often. */
    private static Transition exceeded(Phase from, StartPolicy policy, Moment now) {
        String why = "restarted " + policy.again().limit().text();
        return Transition.to(Fatal.after(policy, from.restarts(), now))
                .effect(new Effect.KeepSpawnError(why))
                .announce(from.state(), 0, 0)
                .log(LogLevel.INFO, gaveUp(policy, why))
                .build();
    }

    private static String gaveUp(StartPolicy policy, String why) {
        return "gave up: " + policy.name() + " entered FATAL state, " + why;
    }

    /** A failed start, and the last one whatever startretries says. */
    private static Transition forbidden(StartPolicy policy, ExitStatus status, int failures) {
        String why = status.text() + " is one of no_restart_on";
        return Transition.to(new Fatal())
                .effect(new Effect.KeepSpawnError(why))
                .effect(new Effect.Announce(ProcessState.STARTING, ProcessState.BACKOFF, failures + 1, 0, true))
                .log(LogLevel.WARN, "exited: " + policy.name() + " (" + status.text() + "; not expected)")
                .announce(ProcessState.BACKOFF, 0, 0)
                .log(LogLevel.INFO, gaveUp(policy, why))
                .build();
    }

    private static Transition staysDown(Phase next, StartPolicy policy) {
        return Transition.to(next)
                .log(
                        LogLevel.INFO,
                        policy.name() + " stays down: it waited for its next start when it was asked to stop")
                .build();
    }

    private static String killingLine(StartPolicy policy, int pid, int signal, boolean toGroup) {
        String whom = toGroup ? ") process group with signal " : ") with signal ";
        return "killing " + policy.name() + " (pid " + pid + whom + Signal.name(signal);
    }

    /** From RUNNING and STARTING. The line comes first, then the change, then the signal. */
    private static Transition stop(Phase from, int failures, StartPolicy policy, Moment now) {
        return stop(from, new Stopping(now.nanos() + policy.stopwaitNanos(), failures, from.pid()), policy);
    }

    /** To be started anew when it has ended. */
    private static Transition replace(Phase from, long startedAt, StartPolicy policy, Moment now) {
        Restarts restarts = from.restarts().ended(policy.again(), now.nanos() - startedAt);
        return stop(from, new Stopping(now.nanos() + policy.stopwaitNanos(), 0, from.pid(), restarts), policy);
    }

    /** From RUNNING and STARTING, without a stop signal before. */
    private static Transition killUnasked(Phase from, StartPolicy policy, Moment now) {
        int pid = from.pid();
        return killing(Transition.to(new Stopping(killAgain(policy, now), 0, pid)), policy, pid)
                .announce(from.state(), 0, pid)
                .last(new Kill(pid, Signal.SIGKILL, policy.killasgroup()));
    }

    /** When the next kill is due. A stopwaitsecs of 0 would otherwise be so at once, and for ever. */
    private static long killAgain(StartPolicy policy, Moment now) {
        return now.nanos() + Math.max(policy.stopwaitNanos(), SECOND / 10);
    }

    private static Transition.Builder killing(Transition.Builder transition, StartPolicy policy, int pid) {
        return transition.log(LogLevel.WARN, "killing '" + policy.name() + "' (" + pid + ") with SIGKILL").log(
                LogLevel.DEBUG, killingLine(policy, pid, Signal.SIGKILL, policy.killasgroup()));
    }

    private static Transition stop(Phase from, Stopping next, StartPolicy policy) {
        int pid = from.pid();
        return Transition.to(next)
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
     * No child, and none wanted, but where it is being replaced.
     *
     * @param neverStarted whether {@code autostart=} has still to be honoured
     * @param restartAt when it is started anew by itself, if it is being replaced; else {@link #NEVER}
     */
    record Stopped(int failures, boolean neverStarted, long restartAt, Restarts restarts) implements Phase {
        Stopped(int failures, boolean neverStarted) {
            this(failures, neverStarted, NEVER, Restarts.NONE);
        }

        /** What nobody has started yet. */
        public static Stopped atFirst() {
            return new Stopped(0, true);
        }

        @Override
        public ProcessState state() {
            return ProcessState.STOPPED;
        }

        @Override
        public boolean comesBack(StartPolicy policy) {
            return restartAt != NEVER;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            if (!mayStart || restartAt == NEVER) {
                return NEVER;
            }
            return dueAt(this, restartAt, policy);
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            if (neverStarted && policy.autostart() && now.mayStart()) {
                return spawn(ProcessState.STOPPED, failures, Restarts.NONE, now);
            }
            return again(this, restartAt, policy, now);
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawnOnRequest(this, policy, now);
        }

        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return comesBack(policy)
                    ? staysDown(new Stopped(failures, false), policy)
                    : Phase.super.onStop(policy, now);
        }
    }

    /**
     * A start is being tried.
     *
     * @param startedAt when there was a child; until then, when the attempt was decided upon
     * @param pid 0 until there is a child
     */
    record Starting(long startedAt, int failures, int pid, Restarts restarts) implements Phase {
        Starting(long startedAt, int failures, int pid) {
            this(startedAt, failures, pid, Restarts.NONE);
        }

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
            return Transition.to(new Running(startedAt, pid, restarts))
                    .announce(ProcessState.STARTING, 0, pid)
                    .log(
                            LogLevel.INFO,
                            "success: " + policy.name() + " entered RUNNING state, process has stayed up for > than "
                                    + policy.startsecs() + " seconds (startsecs)")
                    .build();
        }

        @Override
        public Transition onSpawned(StartPolicy policy, int newPid, Moment now) {
            Phase next = policy.readyNanos() == StartPolicy.NEED_NOT_BE_READY
                    ? new Starting(now.nanos(), failures, newPid, restarts)
                    : Unready.begin(failures, newPid, restarts, policy, now);
            return Transition.to(next)
                    .log(LogLevel.INFO, "spawned: '" + policy.name() + "' with pid " + newPid)
                    .build();
        }

        /** Here, and only here, the line comes before the event. */
        @Override
        public Transition onSpawnFailed(StartPolicy policy, String text, Moment now) {
            return Transition.to(Backoff.after(failures + 1, restarts.ended(policy.again(), 0), policy, now))
                    .effect(new Effect.KeepSpawnError(text))
                    .log(LogLevel.INFO, "spawnerr: " + text)
                    .announce(ProcessState.STARTING, failures + 1, 0)
                    .build();
        }

        @Override
        public Transition onSpawnStarved(StartPolicy policy, String text, boolean again, Moment now) {
            Transition.Builder transition = Transition.to(new Backoff(now.nanos() + SECOND, failures, restarts))
                    .effect(new Effect.KeepSpawnError(text));
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
            long uptime = endedAt.nanos() - startedAt;
            if (uptime < policy.startNanos() && policy.forbids(status)) {
                return forbidden(policy, status, failures);
            }
            Restarts ended = restarts.ended(policy.again(), uptime);
            if (uptime < policy.startNanos()) {
                return Transition.to(Backoff.after(failures + 1, ended, policy, endedAt))
                        .effect(new Effect.KeepSpawnError(TOO_QUICK))
                        .announce(ProcessState.STARTING, failures + 1, 0)
                        .log(LogLevel.WARN, "exited: " + policy.name() + " (" + status.text() + "; not expected)")
                        .build();
            }
            // It stayed up long enough, only nobody had looked: it was RUNNING, and listeners are told so.
            Transition.Builder transition = Transition.to(Exited.after(status, startedAt, ended, policy, endedAt))
                    .effect(new Effect.Announce(ProcessState.STARTING, ProcessState.RUNNING, 0, pid, true));
            return exit(transition, ProcessState.RUNNING, pid, policy, status).build();
        }

        @Override
        public Transition onReplace(StartPolicy policy, Moment now) {
            return pid == 0 ? Transition.stay(this) : replace(this, startedAt, policy, now);
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

        @Override
        public Transition onKill(StartPolicy policy, Moment now) {
            return pid == 0 ? onStop(policy, now) : killUnasked(this, policy, now);
        }
    }

    /**
     * There is a child that has still to say that it is ready; how long it has been up does not matter.
     *
     * @param readyBy until when it may take; after {@code late}, until when the last signal may take
     * @param late whether it has taken too long, and has been told to end
     */
    record Unready(long startedAt, long readyBy, int failures, int pid, Restarts restarts, boolean late)
            implements Phase {
        private static Unready begin(int failures, int pid, Restarts restarts, StartPolicy policy, Moment now) {
            long readyBy = policy.readyNanos() == NEVER ? NEVER : now.nanos() + policy.readyNanos();
            return new Unready(now.nanos(), readyBy, failures, pid, restarts, false);
        }

        @Override
        public ProcessState state() {
            return ProcessState.STARTING;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            return readyBy;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            if (now.nanos() < readyBy) {
                return Transition.stay(this);
            }
            int signal = late ? Signal.SIGKILL : policy.stopsignal();
            boolean toGroup = late ? policy.killasgroup() : policy.stopasgroup();
            return Transition.to(new Unready(startedAt, killAgain(policy, now), failures, pid, restarts, true))
                    .log(
                            LogLevel.WARN,
                            late
                                    ? "killing '" + policy.name() + "' (" + pid + ") with SIGKILL"
                                    : policy.name() + " (pid " + pid + ") is " + tooLate(policy))
                    .log(LogLevel.DEBUG, killingLine(policy, pid, signal, toGroup))
                    .last(new Kill(pid, signal, toGroup));
        }

        private static String tooLate(StartPolicy policy) {
            return "not ready within " + policy.readyText() + " (ready_timeout)";
        }

        @Override
        public Transition onReady(StartPolicy policy, Moment now) {
            if (late) {
                return Transition.stay(this);
            }
            return Transition.to(new Running(startedAt, pid, restarts))
                    .announce(ProcessState.STARTING, 0, pid)
                    .log(
                            LogLevel.INFO,
                            "success: " + policy.name() + " entered RUNNING state, process is ready (ready)")
                    .build();
        }

        @Override
        public Transition onMoreTime(StartPolicy policy, long nanos, Moment now) {
            return late || readyBy - now.nanos() >= nanos
                    ? Transition.stay(this)
                    : Transition.to(new Unready(startedAt, now.nanos() + nanos, failures, pid, restarts, false))
                            .build();
        }

        @Override
        public Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
            if (!late && policy.forbids(status)) {
                return forbidden(policy, status, failures);
            }
            Restarts ended = restarts.ended(policy.again(), endedAt.nanos() - startedAt);
            return Transition.to(Backoff.after(failures + 1, ended, policy, endedAt))
                    .effect(new Effect.KeepSpawnError(late ? tooLate(policy) : EXITED_UNREADY))
                    .announce(ProcessState.STARTING, failures + 1, 0)
                    .log(LogLevel.WARN, "exited: " + policy.name() + " (" + status.text() + "; not expected)")
                    .build();
        }

        @Override
        public Transition onReplace(StartPolicy policy, Moment now) {
            return replace(this, startedAt, policy, now);
        }

        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return stop(this, failures, policy, now);
        }

        @Override
        public Transition onShutdown(StartPolicy policy, Moment now) {
            return onStop(policy, now);
        }

        @Override
        public Transition onKill(StartPolicy policy, Moment now) {
            return killUnasked(this, policy, now);
        }
    }

    /** It has stayed up for startsecs, or has said that it is ready. */
    record Running(long startedAt, int pid, Restarts restarts) implements Phase {
        Running(long startedAt, int pid) {
            this(startedAt, pid, Restarts.NONE);
        }

        @Override
        public ProcessState state() {
            return ProcessState.RUNNING;
        }

        @Override
        public Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
            Restarts ended = restarts.ended(policy.again(), endedAt.nanos() - startedAt);
            Transition.Builder transition = Transition.to(Exited.after(status, startedAt, ended, policy, endedAt));
            return exit(transition, ProcessState.RUNNING, pid, policy, status).build();
        }

        @Override
        public Transition onReplace(StartPolicy policy, Moment now) {
            return replace(this, startedAt, policy, now);
        }

        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return stop(this, 0, policy, now);
        }

        @Override
        public Transition onShutdown(StartPolicy policy, Moment now) {
            return onStop(policy, now);
        }

        @Override
        public Transition onKill(StartPolicy policy, Moment now) {
            return killUnasked(this, policy, now);
        }
    }

    /** The last start failed; another follows. */
    record Backoff(long retryAfter, int failures, Restarts restarts) implements Phase {
        Backoff(long retryAfter, int failures) {
            this(retryAfter, failures, Restarts.NONE);
        }

        static Backoff after(int failures, Restarts restarts, StartPolicy policy, Moment now) {
            long wait = policy.again().afterFailure(failures, restarts.row(), now.random());
            return new Backoff(now.nanos() + wait, failures, restarts);
        }

        @Override
        public ProcessState state() {
            return ProcessState.BACKOFF;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            if (policy.givesUpAfter(failures)) {
                return Long.MIN_VALUE;
            }
            if (!mayStart) {
                return NEVER;
            }
            return restarts.wouldExceed(policy.again(), retryAfter) ? Long.MIN_VALUE : retryAfter + 1;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            if (policy.givesUpAfter(failures)) {
                return Transition.to(Fatal.after(policy, restarts, now))
                        .announce(ProcessState.BACKOFF, 0, 0)
                        .log(LogLevel.INFO, gaveUp(policy, "too many start retries too quickly"))
                        .build();
            }
            if (now.mayStart() && restarts.wouldExceed(policy.again(), Math.max(retryAfter, now.nanos()))) {
                return exceeded(this, policy, now);
            }
            return now.mayStart() && now.nanos() > retryAfter ? spawnAgain(this, policy, now) : Transition.stay(this);
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawnOnRequest(this, policy, now);
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

        @Override
        public Transition onKill(StartPolicy policy, Moment now) {
            return onShutdown(policy, now);
        }
    }

    /**
     * It has been asked to end.
     *
     * @param replaced what it remembers where it is to be started anew when it has ended; null where it is not
     */
    record Stopping(
            long killAfter, int failures, int pid, @Nullable Restarts replaced) implements Phase {
        Stopping(long killAfter, int failures, int pid) {
            this(killAfter, failures, pid, null);
        }

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
            return onKill(policy, now);
        }

        @Override
        public Transition onKill(StartPolicy policy, Moment now) {
            return killing(Transition.to(new Stopping(killAgain(policy, now), failures, pid, replaced)), policy, pid)
                    .last(new Kill(pid, Signal.SIGKILL, policy.killasgroup()));
        }

        @Override
        public Transition onReaped(StartPolicy policy, ExitStatus status, Moment endedAt) {
            return Transition.to(stopped(policy, endedAt))
                    .effect(new Effect.KeepExitCode(status.code()))
                    .announce(ProcessState.STOPPING, 0, pid)
                    .log(
                            policy.expects(status) ? LogLevel.INFO : LogLevel.WARN,
                            "stopped: " + policy.name() + " (" + status.text() + ")")
                    .build();
        }

        @Override
        public Transition onMoreTime(StartPolicy policy, long nanos, Moment now) {
            return killAfter - now.nanos() >= nanos
                    ? Transition.stay(this)
                    : Transition.to(new Stopping(now.nanos() + nanos, failures, pid, replaced))
                            .build();
        }

        private Stopped stopped(StartPolicy policy, Moment endedAt) {
            if (replaced == null) {
                return new Stopped(failures, false);
            }
            long wait = policy.again().afterExit(replaced.row(), endedAt.random());
            return new Stopped(0, false, endedAt.nanos() + wait, replaced);
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
    record Exited(ExitStatus status, long restartAt, boolean mayRestart, Restarts restarts) implements Phase {
        Exited(ExitStatus status, long restartAt, boolean mayRestart) {
            this(status, restartAt, mayRestart, Restarts.NONE);
        }

        static Exited after(ExitStatus status, long startedAt, Restarts restarts, StartPolicy policy, Moment endedAt) {
            long wait = policy.again().afterExit(restarts.row(), endedAt.random());
            boolean brisk = wait == 0 && endedAt.nanos() - startedAt < BRISK;
            return new Exited(status, brisk ? startedAt + SECOND : endedAt.nanos() + wait, true, restarts);
        }

        @Override
        public ProcessState state() {
            return ProcessState.EXITED;
        }

        /** Not where it waits only as what the original does would: there a stop is refused as ever. */
        @Override
        public boolean comesBack(StartPolicy policy) {
            return restartsBy(policy) && !policy.again().isOriginal();
        }

        private boolean restartsBy(StartPolicy policy) {
            return mayRestart && policy.restartsAfter(status);
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            if (!mayStart || !restartsBy(policy)) {
                return NEVER;
            }
            return dueAt(this, restartAt, policy);
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            return again(this, restartAt, policy, now);
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawnOnRequest(this, policy, now);
        }

        /** Also where only the budget of its group has it wait, which nobody knows here. */
        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return restartsBy(policy)
                    ? staysDown(new Exited(status, restartAt, false), policy)
                    : Phase.super.onStop(policy, now);
        }
    }

    /**
     * Too many starts failed. Only a request starts it again, but where {@code fatal_retry_secs} says otherwise.
     *
     * @param retryAt when it is tried again by itself; {@link #NEVER} for never
     */
    record Fatal(long retryAt, Restarts restarts) implements Phase {
        Fatal() {
            this(NEVER, Restarts.NONE);
        }

        static Fatal after(StartPolicy policy, Restarts restarts, Moment now) {
            long retryAt = policy.again().retryAfterFatal(restarts, now.nanos());
            return retryAt == NEVER ? new Fatal() : new Fatal(retryAt, restarts.givenUp());
        }

        @Override
        public ProcessState state() {
            return ProcessState.FATAL;
        }

        @Override
        public boolean comesBack(StartPolicy policy) {
            return retryAt != NEVER;
        }

        @Override
        public long deadline(StartPolicy policy, boolean mayStart) {
            return mayStart ? retryAt : NEVER;
        }

        @Override
        public Transition onTick(StartPolicy policy, Moment now) {
            return now.nanos() >= deadline(policy, now.mayStart())
                    ? spawnAgain(this, policy, now)
                    : Transition.stay(this);
        }

        @Override
        public Transition onStart(StartPolicy policy, Moment now) {
            return spawnOnRequest(this, policy, now);
        }

        @Override
        public Transition onStop(StartPolicy policy, Moment now) {
            return comesBack(policy) ? staysDown(new Fatal(), policy) : Phase.super.onStop(policy, now);
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
