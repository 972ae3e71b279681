package org.supervisor4j.daemon.health.probing;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;

/**
 * The thread {@code health}: hears what programs say, and lets probes begin when they are due, so many at once and no
 * more. Whoever waits for an answer does that on a thread of {@link #workers}.
 */
final class Prober extends Loop {
    /** More would take descriptors and threads from what the daemon is there for. */
    static final int MOST_AT_ONCE = 32;

    /** Beyond those that may wait, some may hang where nobody can end that, such as in a file system. */
    private static final int MOST_WORKERS = 2 * MOST_AT_ONCE;

    private static final int MOST_LOOKUPS = 8;
    private static final int IDLE_SECONDS = 10;
    private static final int STACK_BYTES = 256 * 1024;
    private static final int SCRATCH_BYTES = 4096;

    final EventLoop control;
    final ProbeSystem system;
    final Names names;
    final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor lookups;
    private final Thread thread;
    private final SplittableRandom random = new SplittableRandom();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final Queue<ProbeCycle> due = new ArrayDeque<>();
    private int running;
    /** Children that are probes, by their pids. On the control loop only. */
    private final Map<Integer, CommandProbe> commands = new HashMap<>();

    private Prober(Poller poller, EventLoop control, ProbeSystem system) {
        super("health", poller, system.clock());
        this.control = control;
        this.system = system;
        workers = new ThreadPoolExecutor(
                0, MOST_WORKERS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named("health-probe-"));
        lookups = new ThreadPoolExecutor(
                MOST_LOOKUPS,
                MOST_LOOKUPS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("health-name-"));
        lookups.allowCoreThreadTimeOut(true);
        names = new Names(lookups);
        thread = new Thread(this, "health");
        thread.setDaemon(true);
    }

    static Prober start(EventLoop control, ProbeSystem system) throws OsException {
        Prober prober = new Prober(system.pollers().open(), control, system);
        prober.thread.start();
        return prober;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger numbers = new AtomicInteger();
        return task -> {
            Thread worker = new Thread(null, task, prefix + numbers.incrementAndGet(), STACK_BYTES);
            worker.setDaemon(true);
            return worker;
        };
    }

    @Override
    protected void onFailure(String task, Throwable bug) {
        system.log().critical(account(task, bug));
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            // What is posted from now on is run by who posts it: descriptors are closed in any case.
            end();
        }
    }

    /** Not to be called on its own thread. */
    void shutdown() {
        workers.shutdownNow();
        lookups.shutdownNow();
        commands.values().forEach(CommandProbe::kill);
        stop();
        try {
            thread.join();
        } catch (InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
    }

    /** An empty direct buffer for one read on this loop. */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    /** A number from {@code from} to {@code to}. */
    double random(double from, double to) {
        return from + random.nextDouble() * (to - from);
    }

    /** A probe begins as soon as there is room for it; those that are due for longer come first. */
    void enqueue(ProbeCycle cycle) {
        due.add(cycle);
        startDue();
    }

    /** A probe is over, or was given up. */
    void release() {
        running--;
        startDue();
    }

    private void startDue() {
        while (running < MOST_AT_ONCE && !due.isEmpty()) {
            running++;
            due.remove().start();
        }
    }

    /** On the control loop. */
    void began(int pid, CommandProbe command) {
        commands.put(pid, command);
    }

    /** On the control loop. */
    boolean reaped(int pid, int exitCode, String ending) {
        CommandProbe command = commands.remove(pid);
        if (command == null) {
            return false;
        }
        command.reaped(exitCode, ending);
        return true;
    }
}
