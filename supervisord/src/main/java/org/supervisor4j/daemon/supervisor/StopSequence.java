package org.supervisor4j.daemon.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.Phase;

/**
 * The end of a daemon's life: group after group, the highest priority number first, of equals the one that was
 * activated last. The next group's turn comes when the one before has wholly stopped. On the control loop only.
 */
final class StopSequence {
    private static final long REPORT_INTERVAL = 3 * Phase.SECOND;

    private final EventLoop loop;
    private final ActivityLog log;
    private final Collection<ProcessGroup> groups;
    private final Runnable whenAllStopped;
    private final Loop.Timer report;
    private final Deque<ProcessGroup> remaining = new ArrayDeque<>();
    private boolean finished;

    /** @param groups in the order of their activation */
    StopSequence(EventLoop loop, ActivityLog log, Collection<ProcessGroup> groups, Runnable whenAllStopped) {
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
        if (!remaining.isEmpty()) {
            remaining.getLast().shutdown();
        }
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
