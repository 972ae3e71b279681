package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.listener.EventListenerPool;
import org.supervisor4j.daemon.listener.EventRoute;
import org.supervisor4j.daemon.process.DurationHistogram;
import org.supervisor4j.daemon.process.FcgiSocket;
import org.supervisor4j.daemon.process.LogPaths;
import org.supervisor4j.daemon.process.RestartBudget;
import org.supervisor4j.daemon.process.RunCounters;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.process.SupervisorContext;

/** Processes under one name. On the control loop only. */
public final class ProcessGroup {
    private final SupervisorContext context;
    private final BooleanSupplier mood;
    private final Consumer<Subprocess> observer;
    private final StartGate gate;
    private GroupConfig config;
    private final Map<String, Subprocess> processes = new LinkedHashMap<>();
    private final @Nullable EventListenerPool pool;
    private final @Nullable RestartBudget budget;
    private final DurationHistogram durations = new DurationHistogram(RunCounters.START_SECONDS);

    /** @param socket of a FastCGI group; null for others */
    ProcessGroup(
            SupervisorContext context,
            GroupConfig config,
            Map<String, LogPaths> logs,
            @Nullable FcgiSocket socket,
            BooleanSupplier mood,
            Consumer<Subprocess> observer,
            StartGate gate) {
        this.context = context;
        this.gate = gate;
        this.config = config;
        this.mood = mood;
        pool = config instanceof GroupConfig.EventListenerGroup events
                ? new EventListenerPool(
                        new EventRoute(context.events(), context.loop(), context.log(), () -> context.settings()
                                .daemon()
                                .identifier()),
                        events,
                        context.resultHandlers().of(events.resultHandler()),
                        processes.values())
                : null;
        this.observer = alsoDispatching(observer);
        budget = config.budget().isNone() ? null : new RestartBudget(context.loop(), config.name(), config.budget());
        for (ProcessConfig process : config.processes()) {
            // Of two processes with one name the later one counts, in the earlier one's place.
            LogPaths paths = logs.getOrDefault(process.name(), new LogPaths("", ""));
            processes.put(
                    process.name(),
                    new Subprocess(
                            context,
                            config.name(),
                            process,
                            paths,
                            mood,
                            this.observer,
                            pool,
                            socket,
                            budget,
                            new RunCounters(durations)));
        }
    }

    /** A listener that runs now may take an event. */
    private Consumer<Subprocess> alsoDispatching(Consumer<Subprocess> observer) {
        EventListenerPool listeners = pool;
        if (listeners == null) {
            return observer;
        }
        return process -> {
            observer.accept(process);
            listeners.dispatchSoon();
        };
    }

    public String name() {
        return config.name();
    }

    public GroupConfig config() {
        return config;
    }

    /** What its processes share as event listeners; empty for other groups. */
    Optional<EventListenerPool> pool() {
        return Optional.ofNullable(pool);
    }

    /** How often its processes may be started by themselves; empty if that is not bounded. */
    public Optional<RestartBudget> budget() {
        return Optional.ofNullable(budget);
    }

    /** In the order of the configuration, which is the order in which they are started. */
    public Collection<Subprocess> processes() {
        return processes.values();
    }

    public Optional<Subprocess> process(String name) {
        return Optional.ofNullable(processes.get(name));
    }

    /** Adds a process that runs programs only, whatever the others do, and starts it as autostart says. */
    void add(ProcessConfig process, LogPaths logs) {
        List<ProcessConfig> all = new ArrayList<>(config.processes());
        all.add(process);
        config = config.withProcesses(all);
        Subprocess added = new Subprocess(
                context, config.name(), process, logs, mood, observer, null, null, budget, new RunCounters(durations));
        processes.put(process.name(), added);
        gate.activate(added);
    }

    /** Removes a process that has stopped. */
    void remove(Subprocess process) {
        config = config.withProcesses(config.processes().stream()
                .filter(kept -> !kept.name().equals(process.config().name()))
                .toList());
        processes.remove(process.config().name());
        process.retire();
    }

    /** By ascending priority, the order of the configuration among equals: the order of calls on groups. */
    public List<Subprocess> byPriority() {
        List<Subprocess> sorted = new ArrayList<>(processes.values());
        sorted.sort(Comparator.comparingInt(process -> process.config().priority()));
        return sorted;
    }

    /** Whether no process has a child or is about to get one. */
    public boolean isStopped() {
        return processes.values().stream().allMatch(process -> process.state().isStopped());
    }

    /** What keeps it from being stopped, in the order of the configuration. */
    List<Subprocess> unstopped() {
        return processes.values().stream()
                .filter(process -> !process.state().isStopped())
                .toList();
    }

    /** Starts what autostart asks for, as far as those are there whom it needs. */
    public void activate() {
        processes.values().forEach(gate::activate);
    }

    /** The group has been removed; its processes have all stopped. */
    void retire() {
        processes.values().forEach(Subprocess::retire);
    }

    /** The daemon's shutdown has come to this group: highest priority number first, the last defined among equals. */
    void shutdown() {
        List<Subprocess> order = new ArrayList<>(byPriority());
        java.util.Collections.reverse(order);
        order.stream().filter(process -> process.state().isRunning()).forEach(Subprocess::shutdown);
    }
}
