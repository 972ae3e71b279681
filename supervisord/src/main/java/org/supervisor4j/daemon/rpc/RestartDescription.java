package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.process.NextStart;
import org.supervisor4j.daemon.process.ProcessSnapshot;
import org.supervisor4j.daemon.process.RestartBudget;
import org.supervisor4j.daemon.process.RestartBudget.Turn;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.Rate;
import org.supervisor4j.daemon.supervisor.ProcessGroup;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.Int32;
import org.supervisor4j.model.RestartState;
import org.supervisor4j.model.RestartState.WaitsFor;

/** Says when processes are started again by themselves. On the control loop, but where a method says otherwise. */
final class RestartDescription {
    private final Supervisor supervisor;
    private final long now;
    private final long nowMillis;

    RestartDescription(Supervisor supervisor) {
        this.supervisor = supervisor;
        now = supervisor.context().loop().now();
        nowMillis = supervisor.context().wallClock().millis();
    }

    /** In the order of groups and processes as they are. */
    List<RestartState> all() {
        List<RestartState> all = new ArrayList<>();
        for (ProcessGroup group : supervisor.groups()) {
            Map<Subprocess, Turn> turns = turns(group);
            group.processes().forEach(process -> all.add(of(process, group, turns)));
        }
        return all;
    }

    RestartState of(Subprocess process) {
        ProcessGroup group = supervisor.group(process.group()).orElseThrow();
        return of(process, group, turns(group));
    }

    private static Map<Subprocess, Turn> turns(ProcessGroup group) {
        return group.budget().map(RestartBudget::turns).orElse(Map.of());
    }

    /** As the snapshot has it. Any thread; whose turn it is by the budget is not told then, nor when that comes. */
    RestartState of(ProcessSnapshot process) {
        NextStart next = process.next();
        return state(process.group(), process.config(), next, next.at(), next.waitsForBudget(), 0, "");
    }

    private RestartState of(Subprocess process, ProcessGroup group, Map<Subprocess, Turn> turns) {
        NextStart next = process.nextStart();
        Turn turn = turns.get(process);
        return state(
                group.name(),
                process.config(),
                next,
                turn == null ? next.at() : turn.at(),
                turn != null,
                turn == null ? 0 : turn.ahead(),
                group.budget().map(budget -> budget.rate().toString()).orElse(""));
    }

    private RestartState state(
            String group, ProcessConfig config, NextStart next, long at, boolean waits, int ahead, String budget) {
        boolean comes = at != Phase.NEVER;
        long millis = comes ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(at - now)) : -1;
        Rate limit = config.policy().again().limit();
        return new RestartState(
                config.name(),
                group,
                next.restarts(),
                comes ? Int32.nearest(TimeUnit.MILLISECONDS.toSeconds(nowMillis + millis)) : 0,
                Int32.nearest(millis),
                waits ? WaitsFor.BUDGET : comes ? WaitsFor.TIME : WaitsFor.NOTHING,
                ahead,
                next.failures(),
                next.row(),
                next.recent().within(limit, now),
                limit.count(),
                Int32.nearest(TimeUnit.NANOSECONDS.toMillis(limit.windowNanos())),
                budget);
    }
}
