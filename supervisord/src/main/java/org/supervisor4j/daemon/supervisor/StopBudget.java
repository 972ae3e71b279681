package org.supervisor4j.daemon.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.model.ProcessState;

/**
 * Sees to it that a shutdown is over in time. When half of it is over, those are asked to end whose turn has not come
 * yet; what is alive one second before the end is killed, and what is not gone shortly before it is left behind. On the
 * control loop only.
 */
final class StopBudget {
    private static final long KILLED_BEFORE = Phase.SECOND;
    private static final long LEFT_BEFORE = Phase.SECOND * 3 / 10;

    private final EventLoop loop;
    private final ActivityLog log;
    private final Supplier<List<Subprocess>> alive;
    private final Loop.Timer asking;
    private final Loop.Timer killing;
    private final Loop.Timer leaving;
    private boolean begun;

    /** @param alive those that have not stopped */
    StopBudget(EventLoop loop, ActivityLog log, Supplier<List<Subprocess>> alive) {
        this.loop = loop;
        this.log = log;
        this.alive = alive;
        asking = loop.timer("half of the stop budget", this::ask);
        killing = loop.timer("stop budget", this::kill);
        leaving = loop.timer("end of the stop budget", this::leave);
    }

    /** From now on it runs; a second call changes nothing. */
    void begin(Duration budget) {
        if (begun) {
            return;
        }
        begun = true;
        long now = loop.now();
        long nanos = budget.toNanos();
        asking.set(now + nanos / 2);
        // Of a budget that is hardly more than a second, two thirds are for those that end when they are told to.
        killing.set(now + Math.max(nanos - KILLED_BEFORE, nanos * 2 / 3));
        leaving.set(now + Math.max(nanos - LEFT_BEFORE, nanos * 4 / 5));
    }

    /** All is over. */
    void end() {
        asking.clear();
        killing.clear();
        leaving.clear();
    }

    private void ask() {
        List<Subprocess> unasked = alive.get().stream()
                .filter(process -> process.state() != ProcessState.STOPPING)
                .toList();
        if (!unasked.isEmpty()) {
            log.warn("half of the time for a shutdown is over (stop_budget): " + names(unasked)
                    + " cannot wait for others to end before");
            unasked.forEach(Subprocess::shutdown);
        }
    }

    private void kill() {
        List<Subprocess> late = alive.get();
        if (!late.isEmpty()) {
            log.warn("the time for a shutdown is nearly over (stop_budget): " + names(late) + " did not end in it, and "
                    + (late.size() == 1 ? "is" : "are") + " killed");
            late.forEach(Subprocess::kill);
        }
    }

    private void leave() {
        List<Subprocess> stuck = alive.get();
        if (stuck.isEmpty()) {
            // The loop ends in this turn.
            return;
        }
        log.critical("the time for a shutdown is over (stop_budget): " + names(stuck) + " "
                + (stuck.size() == 1 ? "is" : "are") + " not waited for");
        loop.stop();
    }

    private static String names(List<Subprocess> processes) {
        return processes.stream().map(Subprocess::namespec).collect(Collectors.joining(", "));
    }
}
