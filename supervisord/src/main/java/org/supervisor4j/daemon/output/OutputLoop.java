package org.supervisor4j.daemon.output;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.sink.SinkSystem;

/**
 * Reads children's output on a thread of its own, {@code output-loop-N}. In each turn every pipe that has something is
 * read once, so that no child starves another; then what others asked for is done.
 *
 * <p>Reading and writing allocate nothing as long as nobody wants the data delivered.
 */
final class OutputLoop extends Loop implements OutputChannels {
    private final LogSinks sinks;
    private final LoopResources place;
    private final Thread thread;
    private final Set<Pump> pumps = new HashSet<>();

    /** How many pipes had something in the present turn. */
    private int ready;

    /** @param name of its thread */
    OutputLoop(String name, PollerFactory pollers, SinkSystem system, LogSinks sinks) throws OsException {
        super(name, pollers.open(), system.monotonic());
        this.sinks = sinks;
        this.place = new LoopResources(this, system);
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    protected int await(long timeoutNanos) {
        long left = timeoutNanos;
        if (place.pace().restsAfter(ready, now()) && left != 0) {
            long rest = left < 0 ? Pace.REST_NANOS : Math.min(left, Pace.REST_NANOS);
            rest(rest);
            left = Math.max(-1, left - rest);
        }
        ready = super.await(left);
        return ready;
    }

    @Override
    protected void onFailure(String task, Throwable bug) {
        place.log().critical(account(task, bug));
    }

    @Override
    public CompletableFuture<OutputChannel> open(ChannelSpec spec, ChannelObserver observer) {
        CompletableFuture<OutputChannel> result = new CompletableFuture<>();
        post("open", () -> {
            try {
                result.complete(new LoopChannel(this, openPump(spec, observer)));
            } catch (OsException | RuntimeException | Error e) {
                // Whatever it is: the caller waits for it.
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private Pump openPump(ChannelSpec spec, ChannelObserver observer) throws OsException {
        if (isStopped()) {
            throw new IllegalStateException("the output loop has ended");
        }
        Pump pump = new Pump(spec, observer, sinks.open(spec), place);
        pumps.add(pump);
        var unused = pump.whenClosed().thenRun(() -> pumps.remove(pump));
        return pump;
    }

    /**
     * Reads and writes what is there, closes everything, and ends. Logs that don't take it are not waited for.
     *
     * @return to be waited for, not on the loop itself
     */
    Thread shutdown() {
        // After the tasks that were posted before.
        post("shutdown", this::stop);
        return thread;
    }

    @Override
    public void run() {
        try {
            super.run();
        } finally {
            for (Pump pump : List.copyOf(pumps)) {
                guarded("shutdown", pump.guarded(() -> pump.drainAndClose(false)));
            }
            // Tasks that were posted meanwhile find everything closed.
            end();
        }
    }
}
