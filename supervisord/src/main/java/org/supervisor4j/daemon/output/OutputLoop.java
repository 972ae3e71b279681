package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.sink.SinkSystem;

/**
 * Reads children's output on a thread of its own, {@code output-loop-N}. In each round every pipe that has something is
 * read once, so that no child starves another; then what others asked for is done. Asleep while nothing comes.
 *
 * <p>Reading and writing allocate nothing as long as nobody wants the data delivered.
 */
final class OutputLoop implements OutputChannels {
    private static final long NEVER = -1;

    /** After a round that failed as a whole: memory may come back meanwhile. */
    private static final long PAUSE_NANOS = 100_000_000;

    private final Poller poller;
    private final SinkSystem system;
    private final LogSinks sinks;
    private final Thread thread;
    /** In the machine's order, for it is scanned in words. */
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(UnitRoute.HEADROOM + Pump.LONGEST_UNIT).order(ByteOrder.nativeOrder());

    /** Guards {@link #tasks} and {@link #hasEnded}. */
    private final Object lock = new Object();

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean hasEnded;

    private final Backlog backlog = new Backlog(this);
    private final Rests rests = new Rests(this);
    private final Set<Pump> pumps = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Pump> stalled = new ArrayList<>();
    private @Nullable Pump[] byDescriptor = new @Nullable Pump[64];
    private boolean stopRequested;

    /** @param name of its thread */
    OutputLoop(String name, PollerFactory pollers, SinkSystem system, LogSinks sinks) throws OsException {
        this.poller = pollers.open();
        this.system = system;
        this.sinks = sinks;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public CompletableFuture<OutputChannel> open(ChannelSpec spec, ChannelListener listener) {
        CompletableFuture<OutputChannel> result = new CompletableFuture<>();
        submit(() -> {
            try {
                result.complete(new LoopChannel(this, openPump(spec, listener)));
            } catch (OsException | RuntimeException | Error e) {
                // Whatever it is: who waits for this must hear of it.
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private Pump openPump(ChannelSpec spec, ChannelListener listener) throws OsException {
        if (stopRequested) {
            throw new IllegalStateException("the output loop has ended");
        }
        Pump pump = new Pump(spec, listener, sinks.open(spec), this);
        pumps.add(pump);
        return pump;
    }

    /** Any thread. After the end, when every channel is closed, the caller does it. */
    void submit(Runnable task) {
        boolean inTime;
        synchronized (lock) {
            inTime = !hasEnded;
            if (inTime) {
                tasks.add(task);
            }
        }
        if (inTime) {
            poller.wakeup();
        } else {
            task.run();
        }
    }

    /**
     * Reads and writes what is there, closes everything, and ends. Logs that don't take it are not waited for.
     *
     * @return to be waited for, not on the loop itself
     */
    Thread shutdown() {
        submit(() -> stopRequested = true);
        return thread;
    }

    private void run() {
        try {
            while (!stopRequested) {
                turn();
            }
        } finally {
            end();
        }
    }

    /** One round, whatever comes: who ends here closes every pipe of children that write. */
    void turn() {
        try {
            runOnce(nanosToNextDeadline());
        } catch (RuntimeException | Error e) {
            tell("unexpected error in an output loop: ", e);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void tell(String what, Throwable error) {
        try {
            log().critical(what + error);
        } catch (Error again) {
            // No memory even for a line.
        }
    }

    private long nanosToNextDeadline() {
        if (stalled.isEmpty() && rests.isEmpty()) {
            return NEVER;
        }
        long now = now();
        long least = rests.isEmpty() ? Long.MAX_VALUE : rests.nanosLeft(now);
        for (Pump pump : stalled) {
            least = Math.min(least, pump.nanosLeft(now));
        }
        return least == Long.MAX_VALUE ? NEVER : Math.max(0, least);
    }

    /**
     * One round.
     *
     * @param timeoutNanos as {@link Poller#await}
     */
    void runOnce(long timeoutNanos) {
        int ready = await(timeoutNanos);
        for (int i = 0; i < ready; i++) {
            serve(poller.descriptor(i));
        }
        rests.endThoseDue();
        giveUpWhatWaitedTooLong();
        runTasks();
    }

    private int await(long timeoutNanos) {
        try {
            return poller.await(timeoutNanos);
        } catch (OsException e) {
            throw new IllegalStateException("the output loop cannot wait", e);
        }
    }

    private void serve(int descriptor) {
        Pump pump = descriptor < byDescriptor.length ? byDescriptor[descriptor] : null;
        if (pump != null) {
            try {
                pump.onReady(descriptor);
            } catch (RuntimeException | Error e) {
                failed(pump, e);
            }
        }
    }

    private void giveUpWhatWaitedTooLong() {
        if (stalled.isEmpty()) {
            return;
        }
        long now = now();
        for (Pump pump : List.copyOf(stalled)) {
            if (pump.nanosLeft(now) <= 0) {
                guarded(pump, pump::onPatienceEnded);
            }
        }
    }

    private void runTasks() {
        int count;
        synchronized (lock) {
            count = tasks.size();
        }
        for (; count > 0; count--) {
            Runnable task;
            synchronized (lock) {
                task = tasks.remove();
            }
            task.run();
        }
    }

    private void end() {
        for (Pump pump : List.copyOf(pumps)) {
            guarded(pump, () -> pump.drainAndClose(false));
        }
        synchronized (lock) {
            hasEnded = true;
        }
        // What was asked for meanwhile finds everything closed.
        runTasks();
        poller.close();
    }

    /** Runs something of a channel's; an error of ours closes that channel and no other. */
    void guarded(Pump pump, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failed(pump, e);
        }
    }

    private void failed(Pump pump, Throwable error) {
        tell("unexpected error, closing channel " + pump.name() + ": ", error);
        try {
            pump.abort();
        } catch (RuntimeException | Error again) {
            tell("unexpected error while closing channel " + pump.name() + ": ", again);
        }
    }

    /** Tells the pump when the descriptor can be read, or else written. */
    void watch(int descriptor, Pump pump, boolean reading) throws OsException {
        poller.add(descriptor, reading, !reading);
        if (descriptor >= byDescriptor.length) {
            byDescriptor = Arrays.copyOf(byDescriptor, Math.max(descriptor + 1, 2 * byDescriptor.length));
        }
        byDescriptor[descriptor] = pump;
    }

    void unwatch(int descriptor) {
        poller.remove(descriptor);
        byDescriptor[descriptor] = null;
    }

    void stalled(Pump pump) {
        stalled.add(pump);
    }

    void noLongerStalled(Pump pump) {
        stalled.remove(pump);
    }

    void forget(Pump pump) {
        backlog.forget(pump);
        rests.forget(pump);
        pumps.remove(pump);
    }

    long now() {
        return system.monotonic().nanos();
    }

    Backlog backlog() {
        return backlog;
    }

    Rests rests() {
        return rests;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    Descriptors descriptors() {
        return system.descriptors();
    }

    ActivityLog log() {
        return system.problems();
    }
}
