package org.supervisor4j.daemon.process;

import java.util.Map;
import java.util.function.DoubleSupplier;
import org.supervisor4j.daemon.health.probing.HealthMonitor;
import org.supervisor4j.daemon.listener.EventBus;
import org.supervisor4j.daemon.listener.ResultHandlers;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.ProcessSpawner;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.Signals;
import org.supervisor4j.daemon.os.WallClock;
import org.supervisor4j.daemon.output.OutputChannels;

/**
 * What processes and groups work with.
 *
 * @param children by their pids, those that have not been reaped; on the control loop only
 * @param records where it is kept which children there are
 * @param chance numbers from 0 to 1, by chance
 * @param uid the daemon's real user
 * @param environment the daemon's own, which children inherit
 */
public record SupervisorContext(
        EventLoop loop,
        EventBus events,
        ProcessSpawner spawner,
        Signals signals,
        ProcessTable processes,
        Descriptors descriptors,
        OutputChannels outputs,
        CommandResolver commands,
        WallClock wallClock,
        ActivityLog log,
        Map<Integer, Subprocess> children,
        ChildRecords records,
        LaunchOrder launches,
        DaemonSettings settings,
        ResultHandlers resultHandlers,
        DoubleSupplier chance,
        HealthMonitor health,
        int uid,
        Map<String, String> environment) {
    public SupervisorContext {
        environment = Map.copyOf(environment);
    }
}
