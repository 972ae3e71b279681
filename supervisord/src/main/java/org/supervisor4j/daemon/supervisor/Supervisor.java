package org.supervisor4j.daemon.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.ContainerConfig;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.listener.EventListenerPool;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.ChildReaper;
import org.supervisor4j.daemon.process.FcgiSocket;
import org.supervisor4j.daemon.process.LogPaths;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.process.SupervisorContext;
import org.supervisor4j.daemon.state.Ending;
import org.supervisor4j.daemon.state.ExitRule;
import org.supervisor4j.daemon.state.ExitStatus;
import org.supervisor4j.model.EventPool;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.SupervisorState;

/** The groups that are supervised, and the daemon's mood. On the control loop only, but for {@link #snapshot}. */
public final class Supervisor {
    private final SupervisorContext context;
    private final ChildReaper reaper;
    private final Loop.Timer reapAgain;
    private final TickTimer ticks;
    private final HeapTrimmer heap = new HeapTrimmer();
    private final Map<String, ProcessGroup> groups = new LinkedHashMap<>();
    private final StartGate gate;
    private final RemovedHistories histories = new RemovedHistories();
    private final Set<Subprocess> changed = new LinkedHashSet<>();
    private SupervisorState mood = SupervisorState.RUNNING;
    private @Nullable StopSequence stopping;
    private final ExitWatch exits = new ExitWatch();
    private final StopBudget budget;
    private boolean groupsChanged;
    private boolean moodChanged;
    private volatile Snapshot snapshot;
    private volatile Runnable observer = () -> {};

    public Supervisor(SupervisorContext context, ChildReaper reaper) {
        this.context = context;
        this.reaper = reaper;
        reapAgain = context.loop().timer("reaping", this::reap);
        gate = new StartGate(context.loop(), this);
        ticks = new TickTimer(context.loop(), context.wallClock(), context.events());
        budget = new StopBudget(context.loop(), context.log(), this::unstopped);
        snapshot = Snapshot.of(mood, List.of());
        context.loop().endOfTurn(this::publish);
    }

    /** What was to be seen at the end of the last turn. Any thread. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /**
     * Adds an observer that is told, on the control loop, of a new snapshot. It must not wait, and should only note
     * that it has to look. Any thread.
     */
    public synchronized void whenPublished(Runnable newObserver) {
        Runnable others = observer;
        observer = () -> {
            others.run();
            newObserver.run();
        };
    }

    public SupervisorState mood() {
        return mood;
    }

    public SupervisorContext context() {
        return context;
    }

    /**
     * Adds a group; false if one of that name is there already. Autostart comes with {@link ProcessGroup#activate}.
     *
     * @param socket of a FastCGI group; null for others
     */
    public boolean addGroup(GroupConfig config, Map<String, LogPaths> logs, @Nullable FcgiSocket socket) {
        context.loop().assertOnLoop();
        if (config instanceof GroupConfig.FcgiGroup && socket == null) {
            throw new IllegalArgumentException("no socket for the FastCGI group " + config.name());
        }
        if (groups.containsKey(config.name())) {
            return false;
        }
        ProcessGroup group = new ProcessGroup(
                context, config, logs, socket, () -> mood == SupervisorState.RUNNING, this::noted, gate);
        groups.put(config.name(), group);
        gate.regroup();
        group.processes().forEach(histories::handTo);
        groupsChanged = true;
        // From here on: a pool hears of its own coming, and of none before.
        group.pool().ifPresent(EventListenerPool::subscribe);
        ticks.adjust();
        context.events().publish(new Event.ProcessGroupChanged(config.name(), true));
        return true;
    }

    private void noted(Subprocess process) {
        changed.add(process);
        gate.noted(process);
        process.takeEnding().ifPresent(this::ended);
    }

    /** A process has ended and nobody had asked for that. While the daemon ends, that is no news. */
    private void ended(Ending ending) {
        if (mood == SupervisorState.RUNNING) {
            exits.ended(ending, ownEnd().exits()).ifPresent(this::endWith);
        }
    }

    private void endWith(ExitRule.DaemonEnd verdict) {
        context.log().log(exitStatus() == 0 ? LogLevel.INFO : LogLevel.CRITICAL, verdict.line());
        stopSoon(SupervisorState.SHUTDOWN);
    }

    private ContainerConfig ownEnd() {
        return context.settings().daemon().container();
    }

    /** Whether no program runs, nor will by itself; listeners are there for others. */
    private boolean isAtRest() {
        return groups.values().stream()
                .filter(group -> group.pool().isEmpty())
                .flatMap(group -> group.processes().stream())
                .allMatch(Subprocess::isAtRest);
    }

    private List<Subprocess> unstopped() {
        return groups.values().stream()
                .flatMap(group -> group.unstopped().stream())
                .toList();
    }

    /**
     * What the daemon exits with: 0 where somebody has asked for its end, else what the process says with which it ends
     * or {@code exit_code_from} names.
     */
    public int exitStatus() {
        if (exits.verdict().isEmpty()) {
            return 0;
        }
        String from = ownEnd().exitCodeFrom();
        int own = exits.verdict().get().code();
        if (from == null) {
            return own;
        }
        return allByPriority().stream()
                .filter(process -> process.fullName().isNamedBy(from))
                .findFirst()
                .flatMap(Subprocess::lastEnd)
                .map(Ending::codeOf)
                .orElse(own);
    }

    /** What holds processes back until those are there whom they need. */
    public StartGate gate() {
        return gate;
    }

    /** The daemon has come up: tells so and starts what is to be started, group by group. */
    public void begin() {
        context.events().publish(new Event.SupervisorStateChanged(false));
        byPriority().forEach(ProcessGroup::activate);
    }

    /** Removes a group whose processes have all stopped. */
    public void removeGroup(ProcessGroup group) {
        context.loop().assertOnLoop();
        group.processes().forEach(gate::forget);
        groups.remove(group.name());
        gate.regroup();
        group.retire();
        group.processes().forEach(histories::keep);
        groupsChanged = true;
        group.pool().ifPresent(EventListenerPool::unsubscribe);
        ticks.adjust();
        context.events().publish(new Event.ProcessGroupChanged(group.name(), false));
    }

    /** Adds a process to a group that has none of its name. */
    public void addProcess(ProcessGroup group, ProcessConfig process, LogPaths logs) {
        context.loop().assertOnLoop();
        groupsChanged = true;
        gate.regroup();
        group.add(process, logs);
        group.process(process.name()).ifPresent(histories::handTo);
    }

    /** Removes a process that has stopped. */
    public void removeProcess(ProcessGroup group, Subprocess process) {
        context.loop().assertOnLoop();
        groupsChanged = true;
        gate.forget(process);
        gate.regroup();
        group.remove(process);
        histories.keep(process);
    }

    public Optional<ProcessGroup> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    public Optional<Subprocess> process(String group, String name) {
        return group(group).flatMap(found -> found.process(name));
    }

    /** @param name of one process */
    public Optional<Subprocess> process(Namespec name) {
        return process(name.group(), String.valueOf(name.process()));
    }

    /** In the order of their activation. */
    public Collection<ProcessGroup> groups() {
        return groups.values();
    }

    /** By ascending priority, in the order of activation among equals. */
    public List<ProcessGroup> byPriority() {
        List<ProcessGroup> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparingInt(group -> group.config().priority()));
        return sorted;
    }

    /** How the event listener pools are doing, in the order of their activation. */
    public List<EventPool> eventPools() {
        context.loop().assertOnLoop();
        return groups.values().stream()
                .flatMap(group -> group.pool().stream())
                .map(EventListenerPool::info)
                .toList();
    }

    /** Every process, by group priority and then its own: the order of calls on all. */
    public List<Subprocess> allByPriority() {
        return byPriority().stream()
                .flatMap(group -> group.byPriority().stream())
                .toList();
    }

    /** Collects every child that has ended. */
    public void reap() {
        try {
            reapAll();
        } catch (Error error) {
            // The signal has been taken, and there is no other for those that were not reached.
            reapAgain.set(context.loop().now() + EventLoop.RETRY_NANOS);
            throw error;
        }
    }

    private void reapAll() {
        for (ChildReaper.Reaped child = reaper.reap(); child != null; child = reaper.reap()) {
            ExitStatus status = ExitStatus.decode(child.waitStatus());
            Subprocess process = context.children().remove(child.pid());
            if (process == null && context.health().reaped(child.pid(), status.code(), status.text())) {
                continue;
            }
            if (process == null) {
                LogLevel level = ownEnd().logUnknownPids() ? LogLevel.INFO : LogLevel.DEBUG;
                context.log().log(level, "reaped unknown pid " + child.pid() + " (" + status.text() + ")");
            } else {
                context.records().ended(child.pid());
                process.reaped(status);
            }
        }
    }

    /**
     * Begins to stop everything; the loop ends when all has stopped. A second request changes nothing but a restart
     * into a shutdown.
     *
     * @param target SHUTDOWN or RESTARTING
     */
    public void stop(SupervisorState target) {
        become(target);
        stopAll();
    }

    /**
     * As {@link #stop}, but the stopping begins in a later turn, after the caller has been answered. The mood changes
     * at once: requests that come after this are refused.
     */
    public void stopSoon(SupervisorState target) {
        become(target);
        // Whatever the mood is by then: a signal may have come in between.
        context.loop().post("the daemon's end", this::stopAll);
    }

    private void become(SupervisorState target) {
        context.loop().assertOnLoop();
        mood = target;
        moodChanged = true;
        gate.close();
        Duration time = ownEnd().stopBudget();
        if (target == SupervisorState.SHUTDOWN && time != null) {
            budget.begin(time);
        }
    }

    private void stopAll() {
        if (stopping == null) {
            context.events().publish(new Event.SupervisorStateChanged(true));
            stopping = new StopSequence(context.loop(), context.log(), groups.values(), gate.graph(), this::stopped);
            stopping.begin();
        }
    }

    private void stopped() {
        budget.end();
        context.loop().stop();
    }

    /**
     * Lets everybody see what has been done so far. The loop does it after each of its turns; a caller that adds groups
     * before the loop runs has to call it.
     */
    public void publish() {
        context.loop().assertOnLoop();
        gate.advance();
        if (mood == SupervisorState.RUNNING) {
            exits.atRest(ownEnd().exits(), this::isAtRest).ifPresent(this::endWith);
        }
        if (stopping != null && !changed.isEmpty()) {
            stopping.advance();
        }
        if (!groupsChanged && !moodChanged && changed.isEmpty()) {
            return;
        }
        snapshot = groupsChanged ? Snapshot.of(mood, groups.values()) : snapshot.with(mood, changed);
        groupsChanged = false;
        moodChanged = false;
        changed.clear();
        observer.run();
        heap.look();
    }
}
