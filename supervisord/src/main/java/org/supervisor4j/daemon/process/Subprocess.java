package org.supervisor4j.daemon.process;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.graph.Standing;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.listener.EventListenerDispatcher;
import org.supervisor4j.daemon.listener.EventListenerPool;
import org.supervisor4j.daemon.loop.InputDispatcher;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.PendingExec;
import org.supervisor4j.daemon.output.OutputChannel;
import org.supervisor4j.daemon.state.Effect;
import org.supervisor4j.daemon.state.Ending;
import org.supervisor4j.daemon.state.ExitStatus;
import org.supervisor4j.daemon.state.Moment;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.StartPolicy;
import org.supervisor4j.daemon.state.Transition;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.PastRun;
import org.supervisor4j.model.ProcessState;

/**
 * One supervised process: holds its {@link Phase}, feeds it inputs, carries out the effects. On the control loop only.
 */
public final class Subprocess implements EventListenerPool.Member, Standing {
    /** More follow-up steps than any chain of states has; a guard against a table that goes round in circles. */
    private static final int MAX_STEPS = 16;

    private final SupervisorContext context;
    private final String group;
    private final ProcessConfig config;
    private final StartPolicy policy;
    private final LogPaths logs;
    private final Consumer<Subprocess> observer;
    private final BooleanSupplier mood;
    private final @Nullable EventListenerPool pool;
    private final @Nullable FcgiSocket socket;
    private final @Nullable RestartBudget budget;
    private final RunCounters counters;
    private final Loop.Timer deadline;
    private final StopReport stopReport;
    private final ChildSignals signals;
    private final Waiters waiters;

    private Phase phase = Phase.Stopped.atFirst();
    private @Nullable SpawnAttempt attempt;
    /** Of the last attempt; null before the first. */
    private @Nullable RunHealth health;
    /** For the attempt that is about to follow, opened when the last output has been read; null at all other times. */
    private @Nullable ChildLogs nextLogs;
    /** What the start that is being asked for is to run; null at all other times. */
    private CommandResolver.@Nullable Command found;
    /** Of the last attempt, and of the one before; null for none. */
    private @Nullable ChildLogs lastLogs;

    private @Nullable ChildLogs logsBefore;
    /** Of the last run, where it is an event listener. */
    private @Nullable EventListenerDispatcher dispatcher;
    /** Between the reaping of the child and the end of its output, when its pid is nobody's (or another's) already. */
    private boolean reaped;
    /** Whether the last attempt failed for want of descriptors. */
    private boolean starved;
    /** Whether it is due to be started by itself, and has to wait for its turn. */
    private boolean waitsForBudget;
    /** How often it was started by itself since somebody asked for a start. */
    private int restarts;

    /** Whether it is being stopped in order to be started anew by itself. */
    private boolean replaced;

    private boolean retired;
    private long start;
    private long stop;
    private long startedAt;
    private String spawnerr = "";
    private int exitstatus;
    private String killError = "";
    /** How the child of the last attempt ended; null while there is no such end. */
    private @Nullable ExitStatus lastEnd;
    /** What the observer has still to be told; null for nothing. */
    private @Nullable Ending ending;
    /** Whether somebody else decides when it is started. */
    private boolean held;
    /** For whom its start waits; empty if it does not. */
    private String waiting = "";
    /** What fails its attempts before anything is done, as long as it gives a reason; null for nothing. */
    private @Nullable Supplier<String> obstacle;
    /** The states that it has been in. */
    private final Set<ProcessState> reached = EnumSet.noneOf(ProcessState.class);

    private final RunHistory history = new RunHistory();

    /**
     * @param mood whether the daemon starts programs by itself at the moment
     * @param observer is told of each change of what can be seen
     * @param pool where it is an event listener: what it serves
     * @param socket where it is one of FastCGI: what it shares with its group
     * @param budget how often its group may start processes by themselves; null if that is not bounded
     * @param counters count what it does
     */
    public Subprocess(
            SupervisorContext context,
            String group,
            ProcessConfig config,
            LogPaths logs,
            BooleanSupplier mood,
            Consumer<Subprocess> observer,
            @Nullable EventListenerPool pool,
            @Nullable FcgiSocket socket,
            @Nullable RestartBudget budget,
            RunCounters counters) {
        this.context = context;
        this.group = group;
        this.config = config;
        this.logs = logs;
        this.mood = mood;
        this.observer = observer;
        this.pool = pool;
        this.socket = socket;
        this.budget = budget;
        this.counters = counters;
        policy = RunHealth.policy(config);
        deadline = context.loop().timer("deadline of " + config.name(), this::settle);
        waiters = new Waiters(context.loop());
        stopReport = new StopReport(context, config.name(), this::state);
        signals = new ChildSignals(context, config.name());
    }

    public ProcessConfig config() {
        return config;
    }

    public String group() {
        return group;
    }

    @Override
    public String name() {
        return config.name();
    }

    public Namespec fullName() {
        return new Namespec(group, config.name());
    }

    /** The name that messages about it use. */
    public String namespec() {
        return Namespec.of(group, config.name());
    }

    @Override
    public ProcessState state() {
        return phase.state();
    }

    /** Why it does not run; empty if nothing is known to be wrong. */
    public String spawnerr() {
        return spawnerr;
    }

    /**
     * Whether it has said in this run that it is ready, in the way that its configuration names; where that names none,
     * whether it is RUNNING.
     */
    @Override
    public boolean isReady() {
        return config.health().ready() == null ? state() == ProcessState.RUNNING : health != null && health.isReady();
    }

    /** Whether its check has found it well in this run; false where there is no check. */
    @Override
    public boolean isHealthy() {
        return health != null && health.isHealthy();
    }

    /** Whether there is a child. */
    @Override
    public boolean hasChild() {
        return phase.pid() != 0;
    }

    @Override
    public boolean hasCompleted() {
        return phase instanceof Phase.Exited && phase.deadline(policy, true) == Phase.NEVER;
    }

    @Override
    public boolean hasSucceeded() {
        return policy.exitcodes().contains(exitstatus);
    }

    @Override
    public boolean hasReached(ProcessState state) {
        return reached.contains(state);
    }

    /** When its last start began, in monotonic nanoseconds: what tells one run from another. */
    public long startedAt() {
        return startedAt;
    }

    /** Whether it is to be started as soon as those are there whom it needs. */
    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    public ProcessSnapshot snapshot() {
        return new ProcessSnapshot(
                config.name(),
                group,
                config,
                phase.state(),
                start,
                stop,
                startedAt,
                spawnerr,
                exitstatus,
                logs.stdout(),
                logs.stderr(),
                phase.pid(),
                outputBegin(),
                nextStart(),
                health == null ? HealthSnapshot.NONE : health.snapshot(isReady()),
                history.runs(),
                waiting,
                counters);
    }

    /** Its starts by itself. */
    public NextStart nextStart() {
        long at = isDown() && !waitsForBudget ? phase.deadline(policy, mood.getAsBoolean()) : Phase.NEVER;
        return NextStart.of(phase, at, comesBack(), waitsForBudget, restarts);
    }

    private boolean isDown() {
        return !hasChild() && state() != ProcessState.STARTING;
    }

    /** Whether it is down and comes back by itself in a while, unless it is asked to stop. */
    public boolean comesBack() {
        return phase.comesBack(policy) || (waitsForBudget && !state().isRunning());
    }

    private OutputBegin outputBegin() {
        ChildLogs last = lastLogs;
        ChildLogs before = attempt == null ? null : logsBefore;
        if (last == null) {
            return channel -> OutputBegin.NOWHERE;
        }
        return channel -> {
            long begin = last.begin(channel);
            long earlier = before == null ? OutputBegin.NOWHERE : before.begin(channel);
            // The lesser: since a rotation, all of the file is of the present run.
            return begin < 0 ? earlier : earlier < 0 ? begin : Math.min(begin, earlier);
        };
    }

    /** Takes over how the runs of its predecessor of the same name ended. */
    public void inherit(List<PastRun> runs) {
        history.inherit(runs);
    }

    /** The time of now, and the daemon's mood, as the table wants it. */
    private Moment moment() {
        double random = policy.again().isByChance() ? context.chance().getAsDouble() : 0;
        return new Moment(context.loop().now(), mayStart(), random);
    }

    private boolean mayStart() {
        return mood.getAsBoolean() && !held;
    }

    /**
     * Looks whether something is due: when the group is activated, at deadlines, and when the daemon's mood changes.
     */
    public void settle() {
        context.loop().assertOnLoop();
        boolean mustWait = false;
        for (int steps = 0; !reaped && steps < MAX_STEPS; steps++) {
            Transition transition = phase.onTick(policy, moment());
            boolean isRestart = isRestart(transition);
            mustWait = isRestart && budget != null && !budget.grants(this);
            if (mustWait || transition.keeps(phase)) {
                break;
            }
            if (isRestart) {
                restarts++;
                counters.started(causeOfRestart());
            }
            apply(transition);
        }
        waitForBudget(mustWait);
        if (health != null) {
            health.actIfUnhealthy();
        }
        arm();
    }

    /** Whether it is a start that nobody asked for, and not the first one. */
    private boolean isRestart(Transition tick) {
        return tick.last() instanceof Effect.Spawn && !(phase instanceof Phase.Stopped first && first.neverStarted());
    }

    private RunCounters.Cause causeOfRestart() {
        boolean wasReplaced = replaced;
        replaced = false;
        return wasReplaced
                ? RunCounters.Cause.REPLACED
                : phase instanceof Phase.Backoff ? RunCounters.Cause.FAILED_START : RunCounters.Cause.EXIT;
    }

    private void waitForBudget(boolean mustWait) {
        if (budget == null || waitsForBudget == mustWait) {
            return;
        }
        waitsForBudget = mustWait;
        if (!mustWait) {
            budget.leave(this);
        }
        changed();
    }

    private void arm() {
        long at = reaped || waitsForBudget ? Phase.NEVER : phase.deadline(policy, mayStart());
        if (at == Phase.NEVER) {
            deadline.clear();
        } else {
            deadline.set(at);
        }
    }

    /**
     * Starts it, whatever autostart says. The caller has refused what runs already.
     *
     * @param command what was found to run
     */
    public void start(CommandResolver.Command command) {
        context.loop().assertOnLoop();
        obstacle = null;
        held = false;
        waiting = "";
        found = command;
        restarts = 0;
        replaced = false;
        if (start != 0) {
            counters.started(RunCounters.Cause.REQUEST);
        }
        input(phase.onStart(policy, moment()));
        found = null;
    }

    /**
     * From now on it does not start by itself, but by {@link #release}.
     *
     * @param forWhom it waits, in words
     * @param error why that will not come by itself; empty if it may
     */
    public void hold(String forWhom, String error) {
        context.loop().assertOnLoop();
        if (!held || !waiting.equals(forWhom) || !spawnerr.equals(error)) {
            held = true;
            waiting = forWhom;
            spawnerr = error;
            arm();
            changed();
        }
    }

    /** Nobody wants it to be started any more; nor does it start by itself. */
    public void callOff() {
        context.loop().assertOnLoop();
        if (isWaiting()) {
            waiting = "";
            spawnerr = "";
            changed();
        }
    }

    /** Those whom it needs are there: it is started. */
    public void release() {
        release(null);
    }

    /**
     * It has waited for too long: this start fails, and so do the next ones as long as there is a reason.
     *
     * @param reason empty once there is none
     */
    public void failWhile(Supplier<String> reason) {
        release(reason);
    }

    private void release(@Nullable Supplier<String> reason) {
        context.loop().assertOnLoop();
        obstacle = reason;
        held = false;
        waiting = "";
        input(phase.onStart(policy, moment()));
    }

    /**
     * Stops it: now if there is no child, else by its stop signal and, after stopwaitsecs, SIGKILL.
     *
     * @return empty, or why the signal could not be sent
     */
    public Optional<String> stop() {
        killError = "";
        input(phase.onStop(policy, moment()));
        return killError.isEmpty() ? Optional.empty() : Optional.of(killError);
    }

    /**
     * Stops it and starts it anew, which counts as a start by itself: what a check or a limit asks for. Nothing where
     * there is no child.
     *
     * @param why for the log
     */
    public void replace(String why) {
        Transition transition = phase.onReplace(policy, moment());
        if (!reaped && !transition.keeps(phase)) {
            context.log().warn("restarting " + config.name() + ": " + why);
            replaced = true;
            input(transition);
        }
    }

    /** As stop, for the daemon's shutdown, where a process that waits for its next try is given up. */
    public void shutdown() {
        input(phase.onShutdown(policy, moment()));
    }

    /** As shutdown, and at once. */
    public void kill() {
        input(phase.onKill(policy, moment()));
    }

    /**
     * It is supervised no more: what has ended a moment ago must not come back when its pause is over, and the end of a
     * child that nobody could signal must not show as that of the process that has the name now.
     */
    public void retire() {
        context.loop().assertOnLoop();
        retired = true;
        deadline.clear();
        if (budget != null) {
            budget.leave(this);
        }
        stopReport.retire();
    }

    private void input(Transition transition) {
        context.loop().assertOnLoop();
        apply(transition);
        settle();
    }

    private void apply(Transition transition) {
        boolean startCalledOff = phase instanceof Phase.Starting
                && phase.pid() == 0
                && transition.next().state() != ProcessState.STARTING;
        if (startCalledOff && attempt != null) {
            attempt.cancel();
            attempt = null;
        }
        if (ending == null && transition.next() instanceof Phase.Fatal && !(phase instanceof Phase.Fatal)) {
            ending = new Ending(namespec(), config.essential(), lastEnd, false, true);
        }
        phase = transition.next();
        transition.notes().forEach(this::carryOut);
        Effect.Deed last = transition.last();
        if (last instanceof Effect.Kill kill) {
            kill(kill);
        } else if (last instanceof Effect.Spawn) {
            spawn();
        }
        changed();
    }

    private void changed() {
        if (!retired) {
            observer.accept(this);
        }
        waiters.settle(this);
    }

    private void carryOut(Effect.Note effect) {
        if (effect instanceof Effect.Announce announce) {
            announce(announce);
        } else if (effect instanceof Effect.Log line) {
            context.log().log(line.level(), line.text());
        } else if (effect instanceof Effect.KeepExitCode exit) {
            exitstatus = exit.code();
        } else if (effect instanceof Effect.KeepSpawnError error) {
            spawnerr = error.text();
        } else {
            throw new AssertionError(effect);
        }
    }

    private void announce(Effect.Announce change) {
        reached.add(change.to());
        if (change.to() == ProcessState.RUNNING) {
            counters.running(context.loop().now() - startedAt);
        }
        context.events()
                .publish(new Event.ProcessStateChanged(
                        config.name(),
                        group,
                        change.from(),
                        change.to(),
                        change.tries(),
                        change.pid(),
                        change.expected()));
    }

    private ChildLogs openLogs(CompletableFuture<Void> lastClosed) {
        ChannelEvents events = new ChannelEvents(context, group, config, dispatcher, counters);
        return ChildLogs.open(context, config, logs, events, lastClosed);
    }

    private void spawn() {
        startsNow();
        spawnerr = "";
        exitstatus = 0;
        lastEnd = null;
        String inTheWay = obstacle == null ? "" : obstacle.get();
        if (!inTheWay.isEmpty()) {
            notSpawned(failedWith(inTheWay));
            return;
        }
        obstacle = null;
        dispatcher = pool == null ? null : pool.newDispatcher(config.name());
        ChildLogs opening = nextLogs != null ? nextLogs : openLogs(CompletableFuture.completedFuture(null));
        nextLogs = null;
        logsBefore = lastLogs;
        lastLogs = opening;
        RunHealth run = new RunHealth(context, group, config, new HealthOwner());
        health = run;
        opening.events().whenLineFound(run::lineFound);
        SpawnAttempt next = new SpawnAttempt(context, group, config, opening, socket, run, new SpawnAttempt.Observer() {
            @Override
            public void spawned(int pid) {
                starved = false;
                // Once more: to open the logs may have taken its time, in which there was no child.
                startsNow();
                opening.events().spawned(pid);
                context.children().put(pid, Subprocess.this);
                input(phase.onSpawned(policy, pid, moment()));
            }

            @Override
            public void failed(String error, boolean forWantOfDescriptors) {
                notSpawned(forWantOfDescriptors ? starvedWith(error) : failedWith(error));
            }

            @Override
            public void childFailed(PendingExec.Failure failure, String text) {
                history.childFailed(failure, text);
            }
        });
        attempt = next;
        CommandResolver.Command known = found;
        found = null;
        next.begin(known);
    }

    /** What follows from what is known of its health. */
    private final class HealthOwner implements RunHealth.Owner {
        @Override
        public void onReady() {
            input(phase.onReady(policy, moment()));
        }

        @Override
        public void onMoreTime(long nanos) {
            input(phase.onMoreTime(policy, nanos, moment()));
        }

        @Override
        public void onHealthChanged() {
            changed();
        }

        @Override
        public void onUnhealthy(HealthAction action) {
            RunHealth run = health;
            if (run == null || state() != ProcessState.RUNNING) {
                return;
            }
            run.hasActed();
            switch (action) {
                case RESTART -> replace("it is unhealthy (healthcheck_action)");
                case STOP -> {
                    context.log().warn("stopping " + config.name() + ": it is unhealthy (healthcheck_action)");
                    stop().ifPresent(refused -> context.log().warn(refused));
                }
                case MARK, EVENT -> {}
            }
        }
    }

    private void notSpawned(Transition failed) {
        SpawnAttempt ended = attempt;
        attempt = null;
        apply(failed);
        if (ended != null) {
            ended.release();
        }
        settle();
    }

    private Transition failedWith(String error) {
        starved = false;
        ending = new Ending(namespec(), config.essential(), null, false, false);
        return keepFailure(error, phase.onSpawnFailed(policy, error, moment()));
    }

    private Transition starvedWith(String error) {
        boolean again = starved;
        starved = true;
        Transition failed = phase.onSpawnStarved(policy, error, again, moment());
        // More of them would push out what went before.
        return again ? failed : keepFailure(error, failed);
    }

    private Transition keepFailure(String error, Transition failed) {
        long lasted = context.loop().now() - startedAt;
        history.notSpawned(start, context.wallClock().seconds(), lasted, error, stateAfter(failed));
        return failed;
    }

    private void startsNow() {
        start = context.wallClock().seconds();
        startedAt = context.loop().now();
    }

    /** Sends a signal of the table's. A refusal is kept for the caller of {@link #stop}. */
    private void kill(Effect.Kill kill) {
        signals.kill(kill, reaped).ifPresent(refused -> {
            killError = refused;
            apply(phase.onSignalRefused(refused));
        });
    }

    /**
     * Sends a signal without any meaning for the state; always to the child alone.
     *
     * @return empty, or why it could not be sent
     */
    public Optional<String> signal(int number) {
        context.loop().assertOnLoop();
        if (!hasChild()) {
            return Optional.of(signals.notRunning(number));
        }
        Optional<String> refused = signals.signal(phase.pid(), number, reaped);
        refused.ifPresent(line -> input(phase.onSignalRefused(line)));
        return refused;
    }

    /** The state that people see after a transition: a BACKOFF without any retries left is FATAL in the same moment. */
    private ProcessState stateAfter(Transition transition) {
        Phase next = transition.next();
        return next.onTick(policy, moment()).next() instanceof Phase.Fatal fatal ? fatal.state() : next.state();
    }

    /** The kernel has given up the child; what it wrote is still to be read. */
    public void reaped(ExitStatus status) {
        Moment endedAt = moment();
        reaped = true;
        deadline.clear();
        SpawnAttempt ended = attempt;
        CompletableFuture<Void> drained = ended == null ? CompletableFuture.completedFuture(null) : ended.finish();
        if (pool == null && budget == null && phase.isReplacedAtOnce(policy, status, endedAt)) {
            // The output loop begins by itself, so that the next start need not ask it and wait again.
            nextLogs = openLogs(drained);
        }
        var unused = drained.whenComplete(
                (none, failure) -> context.loop().post("end of " + config.name(), () -> ended(status, endedAt)));
    }

    private void ended(ExitStatus status, Moment endedAt) {
        reaped = false;
        SpawnAttempt ended = attempt;
        attempt = null;
        stop = context.wallClock().seconds();
        context.loop().assertOnLoop();
        Transition transition = phase.onReaped(policy, status, endedAt);
        lastEnd = status;
        if (!(phase instanceof Phase.Stopping) && !(phase instanceof Phase.Unknown)) {
            boolean isExpected = transition.next() instanceof Phase.Exited
                    && policy.exitcodes().contains(status.code());
            boolean isFatal = transition.next() instanceof Phase.Fatal;
            ending = new Ending(namespec(), config.essential(), status, isExpected, isFatal);
        }
        history.ended(start, stop, endedAt.nanos() - startedAt, phase.pid(), status, stateAfter(transition));
        apply(transition);
        // Before it may be started anew, and after the news of its end.
        listener().ifPresent(EventListenerDispatcher::giveBack);
        if (ended != null) {
            ended.release();
        }
        settle();
        if (nextLogs != null) {
            // It was asked to stop meanwhile, or the daemon was.
            nextLogs.discard();
            nextLogs = null;
        }
    }

    /**
     * A future that is completed as soon as the function gives a value; it is asked now and after each change.
     *
     * @param settled null for "not yet"; a fault that it throws becomes the future's exception
     */
    public <T> CompletableFuture<T> await(Function<Subprocess, @Nullable T> settled) {
        return waiters.add(this, settled);
    }

    /** Asks again whether those who wait may stop to: for those whose patience has an end. */
    public void askWaiters() {
        waiters.settle(this);
    }

    /** That it has ended and nobody had asked for that: once for each end, at the change that comes with it. */
    public Optional<Ending> takeEnding() {
        Optional<Ending> news = Optional.ofNullable(ending);
        ending = null;
        return news;
    }

    /** How the child of the last attempt ended; empty if it has not, or there was none. */
    public Optional<ExitStatus> lastEnd() {
        return Optional.ofNullable(lastEnd);
    }

    /** Whether it does not run, nor will by itself. */
    public boolean isAtRest() {
        boolean hopes = isWaiting() && spawnerr.isEmpty();
        boolean first = phase instanceof Phase.Stopped stopped && stopped.neverStarted() && policy.autostart() && !held;
        return isDown() && !hopes && !first && phase.deadline(policy, true) == Phase.NEVER;
    }

    /** From now on, somebody waits for it to stop, and the log says so every two seconds. */
    public CompletableFuture<Boolean> awaitStopped() {
        stopReport.begin();
        return this.<Boolean>await(process -> {
            if (!process.state().isStopped()) {
                return null;
            }
            stopReport.end();
            return true;
        });
    }

    /** Whether there is a child that has not been asked to stop. */
    public boolean acceptsInput() {
        return hasChild() && state() != ProcessState.STOPPING;
    }

    /** Its stdin; empty where there is none, or where it is a shared socket. */
    @Override
    public Optional<InputDispatcher> stdin() {
        return attempt == null ? Optional.empty() : Optional.ofNullable(attempt.stdin());
    }

    /** As {@link EventListenerPool.Member#listener()}; empty for programs that are no event listeners, too. */
    @Override
    public Optional<EventListenerDispatcher> listener() {
        return Optional.ofNullable(dispatcher);
    }

    /** Its open logs: none where there is no child. */
    public List<OutputChannel> channels() {
        return attempt == null ? List.of() : attempt.channels();
    }
}
