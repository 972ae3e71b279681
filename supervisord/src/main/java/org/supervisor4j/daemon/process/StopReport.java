package org.supervisor4j.daemon.process;

import java.util.function.Supplier;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.model.ProcessState;

/** Says in the log, every two seconds, that somebody waits for a process to stop. On the control loop only. */
final class StopReport {
    private static final long INTERVAL = 2 * Phase.SECOND;

    private final SupervisorContext context;
    private final String name;
    private final Supplier<ProcessState> state;
    private final Loop.Timer timer;
    private int waiters;

    StopReport(SupervisorContext context, String name, Supplier<ProcessState> state) {
        this.context = context;
        this.name = name;
        this.state = state;
        timer = context.loop().timer("stop report of " + name, this::tell);
    }

    /** One more waits: the log says so at once. */
    void begin() {
        waiters++;
        tell();
    }

    /** One of them waits no more. */
    void end() {
        waiters--;
    }

    private void tell() {
        if (waiters > 0 && state.get() == ProcessState.STOPPING) {
            context.log().info("waiting for " + name + " to stop");
            timer.set(context.loop().now() + INTERVAL);
        }
    }

    /** There is nothing to report any more. */
    void retire() {
        timer.clear();
    }
}
