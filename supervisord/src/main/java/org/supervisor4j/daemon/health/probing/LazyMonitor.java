package org.supervisor4j.daemon.health.probing;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.os.OsException;

/** The monitor of one life of the daemon: has no thread before a program asks for one. On the control loop only. */
public final class LazyMonitor implements HealthMonitor, AutoCloseable {
    private final EventLoop control;
    private final ProbeSystem system;
    private @Nullable Prober prober;

    public LazyMonitor(EventLoop control, ProbeSystem system) {
        this.control = control;
        this.system = system;
    }

    @Override
    public WatchedRun open(WatchOrder order, RunObserver observer) throws OsException {
        Prober open = prober;
        if (open == null) {
            open = Prober.start(control, system);
            prober = open;
        }
        return new MonitoredRun(open, order, observer);
    }

    @Override
    public boolean reaped(int pid, int exitCode, String ending) {
        return prober != null && prober.reaped(pid, exitCode, ending);
    }

    /** Ends what runs. From the thread of the control loop, when that has ended. */
    @Override
    public void close() {
        if (prober != null) {
            prober.shutdown();
        }
    }
}
