package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.Dependencies;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.graph.Condition;
import org.supervisor4j.daemon.graph.Dependency;
import org.supervisor4j.daemon.graph.DependencyGraph;
import org.supervisor4j.daemon.graph.DependencyGraph.Need;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.values.Durations;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

/**
 * Holds processes back until those are there whom they need. Only a start that is asked for, or that {@code autostart=}
 * asks for, is held back: what has run once is started again whatever has become of others. On the control loop only.
 */
public final class StartGate {
    /** How many that are waited for are named. */
    private static final int MOST_NAMED = 3;

    private final EventLoop loop;
    private final Supervisor supervisor;
    private final Map<Subprocess, Wait> waits = new LinkedHashMap<>();
    /** What has changed since it was looked last. */
    private final Set<Subprocess> changed = new LinkedHashSet<>();
    /** Of those that others are a part of, and that run: when that run began. */
    private final Map<Subprocess, Long> runs = new HashMap<>();

    private DependencyGraph graph = DependencyGraph.EMPTY;
    private boolean isLeftToPlugin;
    private boolean regrouped = true;

    private final class Wait {
        private final Loop.@Nullable Timer timer;

        private Wait(Subprocess process) {
            long timeout = process.config().dependencies().timeout().toNanos();
            timer = timeout == 0
                    ? null
                    : loop.timer("depends_on_timeout of " + process.name(), () -> waitedTooLong(process));
            if (timer != null) {
                timer.set(loop.now() + timeout);
            }
        }

        private void end() {
            if (timer != null) {
                timer.clear();
            }
        }
    }

    StartGate(EventLoop loop, Supervisor supervisor) {
        this.loop = loop;
        this.supervisor = supervisor;
    }

    /** Groups or processes have come or gone. */
    void regroup() {
        regrouped = true;
    }

    /** Who needs whom among the active groups. */
    public DependencyGraph graph() {
        if (regrouped) {
            regrouped = false;
            List<GroupConfig> groups = new ArrayList<>();
            supervisor.groups().forEach(group -> groups.add(group.config()));
            isLeftToPlugin = Dependencies.isLeftToPlugin(groups);
            // A reader of files refuses what goes round; of old and new ones together it cannot know.
            graph = Dependencies.graph(groups).withoutCycles();
        }
        return graph;
    }

    /** Its group has been activated: starts it if it is to be, as soon as it may be. */
    void activate(Subprocess process) {
        Dependencies own = process.config().dependencies();
        boolean isFree = own.isEmpty() || graph().needs(process.fullName()).isEmpty();
        boolean isItsOwn = own.dependentStartup() && !isLeftToPlugin;
        if (isFree && !isItsOwn) {
            process.settle();
        } else if (isItsOwn || process.config().policy().autostart()) {
            want(List.of(process));
        }
    }

    /** Whether somebody whom it needs is not there. */
    public boolean holdsBack(Subprocess process) {
        return !process.config().dependencies().isEmpty() && !unmet(process).isEmpty();
    }

    /**
     * Starts a process that is {@linkplain #holdsBack held back} as soon as those are there whom it needs, and starts
     * these, too, as far as they do not run.
     */
    public void request(Subprocess process) {
        Set<Namespec> wanted = new LinkedHashSet<>();
        List<Subprocess> next = new ArrayList<>(List.of(process));
        while (!next.isEmpty()) {
            Subprocess one = next.remove(next.size() - 1);
            if (wanted.add(one.fullName())) {
                for (Need need : unmet(one)) {
                    need.members().stream()
                            .flatMap(member -> supervisor.process(member).stream())
                            .filter(other -> !need.dependency().holds(other) && mayBeStarted(other))
                            .forEach(next::add);
                }
            }
        }
        want(graph().inStartOrder(List.copyOf(wanted)).stream()
                .flatMap(name -> supervisor.process(name).stream())
                .toList());
    }

    /** One that is about to stop may be started when it has. */
    private static boolean mayBeStarted(Subprocess process) {
        return switch (process.state()) {
            case STOPPED, EXITED, FATAL, STOPPING -> true;
            case STARTING, RUNNING, BACKOFF, UNKNOWN -> false;
        };
    }

    private void want(List<Subprocess> processes) {
        for (Subprocess process : processes) {
            waits.computeIfAbsent(process, Wait::new);
        }
        processes.forEach(this::proceed);
    }

    /** Whether its start waits for others. */
    public boolean isWaiting(Subprocess process) {
        return waits.containsKey(process);
    }

    /**
     * It is not to be started any more.
     *
     * @return whether it was to be
     */
    public boolean callOff(Subprocess process) {
        boolean waited = leave(process);
        if (waited) {
            process.callOff();
        }
        return waited;
    }

    /** Forgets about its start, which somebody else cares for now. */
    public boolean leave(Subprocess process) {
        Wait wait = waits.remove(process);
        if (wait == null) {
            return false;
        }
        wait.end();
        return true;
    }

    /** It is there no more. */
    void forget(Subprocess process) {
        callOff(process);
        runs.remove(process);
        changed.remove(process);
    }

    /** The daemon ends: nothing is started any more. */
    void close() {
        List.copyOf(waits.keySet()).forEach(this::callOff);
    }

    /** Something of what can be seen of a process has changed. */
    void noted(Subprocess process) {
        changed.add(process);
    }

    /** Starts what may be started now. Call at the end of each turn. */
    void advance() {
        boolean isAlive = supervisor.mood() == SupervisorState.RUNNING;
        while (!changed.isEmpty()) {
            List<Subprocess> news = List.copyOf(changed);
            changed.clear();
            if (isAlive && !graph().isEmpty()) {
                news.forEach(this::lookAtParts);
            }
            if (!waits.isEmpty()) {
                inTurn(concerned(news)).forEach(this::proceed);
            }
        }
    }

    /** Those that wait for one of these, or are one. */
    private Set<Subprocess> concerned(List<Subprocess> news) {
        Set<Subprocess> concerned = new LinkedHashSet<>();
        for (Subprocess process : news) {
            concerned.add(process);
            graph().dependants(process.fullName())
                    .forEach(name -> supervisor.process(name).ifPresent(concerned::add));
        }
        concerned.retainAll(waits.keySet());
        return concerned;
    }

    /** Of several that become free in the same moment, by priority, and in the order of activation among equals. */
    private Collection<Subprocess> inTurn(Set<Subprocess> processes) {
        if (processes.size() < 2) {
            return processes;
        }
        List<Subprocess> order = new ArrayList<>();
        for (ProcessGroup group : supervisor.byPriority()) {
            group.processes().stream().filter(processes::contains).forEach(order::add);
        }
        return order;
    }

    private void proceed(Subprocess process) {
        if (!isWaiting(process) || process.state() == ProcessState.STOPPING) {
            return;
        }
        if (!mayBeStarted(process)) {
            // It has been started in another way.
            leave(process);
            return;
        }
        List<Need> unmet = unmet(process);
        if (unmet.isEmpty()) {
            leave(process);
            process.release();
        } else {
            process.hold(inWords(unmet), whyNever(unmet));
        }
    }

    private List<Need> unmet(Subprocess process) {
        return graph().needs(process.fullName()).stream()
                .filter(need -> !isMet(need))
                .toList();
    }

    private boolean isMet(Need need) {
        return !need.members().isEmpty()
                && need.members().stream().allMatch(name -> supervisor
                        .process(name)
                        .map(need.dependency()::holds)
                        .orElse(false));
    }

    private static String inWords(List<Need> unmet) {
        List<String> words = unmet.stream()
                .map(need -> need.dependency().inWords())
                .distinct()
                .toList();
        String first = words.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return words.size() <= MOST_NAMED ? first : first + " and " + (words.size() - MOST_NAMED) + " more";
    }

    /** What only somebody's help will bring; empty if it may come by itself. */
    private String whyNever(List<Need> unmet) {
        for (Need need : unmet) {
            for (Namespec name : need.members()) {
                Subprocess other = supervisor.process(name).orElse(null);
                if (other != null && !need.dependency().holds(other) && !isWaiting(other)) {
                    String why = whyNever(need.dependency(), other);
                    if (!why.isEmpty()) {
                        return "dependency " + name + " " + why;
                    }
                }
            }
        }
        return "";
    }

    private static String whyNever(Dependency dependency, Subprocess process) {
        if (process.state() == ProcessState.FATAL) {
            return "is FATAL";
        }
        boolean hasFailed = dependency.condition() == Condition.COMPLETED_SUCCESSFULLY && process.hasCompleted();
        return hasFailed ? "has failed (exit status " + process.snapshot().exitstatus() + ")" : "";
    }

    private void waitedTooLong(Subprocess process) {
        if (leave(process)) {
            process.failWhile(() -> {
                List<Need> unmet = unmet(process);
                String why = whyNever(unmet);
                return unmet.isEmpty() || !why.isEmpty()
                        ? why
                        : "still waiting for " + inWords(unmet) + " after depends_on_timeout="
                                + Durations.text(process.config().dependencies().timeout());
            });
        }
    }

    /** Those that are a part of it are stopped when its run is over, and started when it runs again. */
    private void lookAtParts(Subprocess process) {
        boolean isUp = process.state() == ProcessState.RUNNING;
        Long run = runs.get(process);
        if (run != null && (!isUp || run != process.startedAt())) {
            runs.remove(process);
            parts(process).forEach(this::restart);
        }
        if (isUp && !runs.containsKey(process) && !parts(process).isEmpty()) {
            runs.put(process, process.startedAt());
        }
    }

    private List<Subprocess> parts(Subprocess process) {
        Namespec name = process.fullName();
        return graph().dependants(name).stream()
                .filter(part -> graph().needs(part).stream()
                        .anyMatch(need ->
                                need.dependency().together() && need.members().contains(name)))
                .flatMap(part -> supervisor.process(part).stream())
                .toList();
    }

    private void restart(Subprocess part) {
        if (part.state().isRunning()) {
            var refused = part.stop();
            if (refused.isEmpty()) {
                want(List.of(part));
            }
        }
    }
}
