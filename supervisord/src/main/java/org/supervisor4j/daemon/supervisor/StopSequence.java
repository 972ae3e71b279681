package org.supervisor4j.daemon.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.graph.DependencyGraph;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.model.Namespec;

/**
 * The end of a daemon's life: group after group, the highest priority number first, of equals the one that was
 * activated last. The next group's turn comes when the one before has wholly stopped. Whoever needs others is stopped
 * before them, whatever the priorities say, and those that are joined by needs and are of one priority have their turn
 * together. On the control loop only.
 */
final class StopSequence {
    private static final long REPORT_INTERVAL = 3 * Phase.SECOND;

    private final EventLoop loop;
    private final ActivityLog log;
    private final Collection<ProcessGroup> groups;
    private final DependencyGraph graph;
    private final Runnable whenAllStopped;
    private final Loop.Timer report;
    private final Deque<ProcessGroup> remaining = new ArrayDeque<>();
    /** Whose turn it is, where there are needs; null before the first. */
    private @Nullable ProcessGroup turn;
    /** Those whose turn has come, with the group's or with that of a relative. */
    private final Set<Namespec> due = new HashSet<>();

    private boolean finished;

    /**
     * @param groups in the order of their activation
     * @param graph who needs whom
     */
    StopSequence(
            EventLoop loop,
            ActivityLog log,
            Collection<ProcessGroup> groups,
            DependencyGraph graph,
            Runnable whenAllStopped) {
        this.graph = graph;
        this.loop = loop;
        this.log = log;
        this.groups = groups;
        this.whenAllStopped = whenAllStopped;
        report = loop.timer("shutdown report", this::report);
        List<ProcessGroup> sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.comparingInt(group -> group.config().priority()));
        remaining.addAll(sorted);
    }

    void begin() {
        stopNext();
        report();
        advance();
    }

    /** Goes on as far as it can. Call at the end of each turn in which a process has changed. */
    void advance() {
        while (!remaining.isEmpty() && remaining.getLast().isStopped()) {
            remaining.removeLast();
            stopNext();
        }
        if (!remaining.isEmpty()) {
            // Also what has begun to start, or failed to, since its group's turn came.
            stopNext();
        }
        if (!finished && unstopped().isEmpty()) {
            finished = true;
            report.clear();
            whenAllStopped.run();
        }
    }

    private void stopNext() {
        if (remaining.isEmpty()) {
            return;
        }
        ProcessGroup group = remaining.getLast();
        if (graph.isEmpty()) {
            group.shutdown();
        } else {
            shutdownInOrder(group);
        }
    }

    /** Those of the group that nobody needs any more, and whoever still needs one of them. */
    private void shutdownInOrder(ProcessGroup group) {
        if (turn != group) {
            turn = group;
            due.addAll(newlyDue(group));
        }
        boolean goesOn = true;
        while (goesOn) {
            goesOn = false;
            // By whatever is in between: what waits for its next try may be all that is left there.
            Set<Namespec> needed = graph.allNeeds(
                    unstopped().stream().map(Subprocess::fullName).toList());
            for (Subprocess process : lastFirst()) {
                Namespec name = process.fullName();
                if (due.contains(name)
                        && !needed.contains(name)
                        && process.state().isRunning()) {
                    process.shutdown();
                    goesOn |= process.state().isStopped();
                }
            }
        }
    }

    /** All of the group, those of its priority that are joined to it, and whoever needs one of these. */
    private Set<Namespec> newlyDue(ProcessGroup group) {
        Set<String> alike = new HashSet<>();
        for (ProcessGroup other : remaining) {
            if (other.config().priority() == group.config().priority()) {
                alike.add(other.name());
            }
        }
        List<Namespec> own =
                group.processes().stream().map(Subprocess::fullName).toList();
        Set<Namespec> all = new HashSet<>(own);
        for (Namespec relative : graph.relatives(own)) {
            if (alike.contains(relative.group())) {
                all.add(relative);
            }
        }
        all.addAll(graph.allDependants(all));
        return all;
    }

    private List<Subprocess> lastFirst() {
        List<Subprocess> order = new ArrayList<>();
        remaining.forEach(group -> order.addAll(group.byPriority()));
        Collections.reverse(order);
        return order;
    }

    private List<Subprocess> unstopped() {
        return groups.stream().flatMap(group -> group.unstopped().stream()).toList();
    }

    private void report() {
        List<Subprocess> unstopped = unstopped();
        if (unstopped.isEmpty()) {
            return;
        }
        log.info("waiting for "
                + String.join(
                        ", ",
                        unstopped.stream()
                                .map(process -> process.config().name())
                                .toList())
                + " to die");
        unstopped.forEach(process -> log.blather(process.config().name() + " state: " + process.state()));
        report.set(loop.now() + REPORT_INTERVAL);
    }
}
