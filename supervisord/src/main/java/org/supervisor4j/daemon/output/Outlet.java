package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.sink.OutputSink;

/**
 * A channel's way out: its {@link UnitRoute} and the log at the end of it. A log that can't take more (its reader is
 * slow) stalls the outlet until its descriptor is writable again, or waiting makes no sense any more. Touched on its
 * loop only.
 */
final class Outlet {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int NONE = -1;

    private final Pump pump;
    private final OutputSink sink;
    private final OutputLoop loop;
    private final UnitRoute route;
    /** Who waits to inject more. */
    private final Queue<Runnable> whenNotStalled = new ArrayDeque<>();

    /** The log's descriptor that we wait for; NONE while not stalled. */
    private int stalledOn = NONE;

    private long stalledUntil = NEVER;

    private boolean isClosing;
    private long deadline;

    Outlet(Pump pump, ChannelSpec spec, ChannelListener listener, OutputSink sink, OutputLoop loop) {
        this.pump = pump;
        this.sink = sink;
        this.loop = loop;
        this.route = new UnitRoute(spec, listener, sink, loop.backlog());
    }

    /** @param unit as {@link UnitRoute#take} */
    void take(ByteBuffer unit) {
        route.take(unit);
        stallIfNeeded();
    }

    /** Sends what was held back, for no more is to come now. */
    void flush() {
        route.flush(loop.buffer());
        stallIfNeeded();
    }

    /** As {@link UnitRoute#undone}. */
    long undone() {
        return route.undone();
    }

    /** As {@link OutputSink#outputBegin}; any thread. */
    long outputBegin() {
        return sink.outputBegin();
    }

    boolean isStalled() {
        return stalledOn != NONE;
    }

    /** Whether the loop, which says that this can be written, was asked to. */
    boolean waitsFor(int ready) {
        return isStalled() && ready == stalledOn;
    }

    private void stallIfNeeded() {
        int target = sink.waitsFor();
        if (target < 0 || isStalled()) {
            return;
        }
        long now = loop.now();
        if (isClosing && now - deadline >= 0) {
            sink.giveUp();
            return;
        }
        try {
            loop.watch(target, pump, false);
            stalledOn = target;
            stalledUntil = latest(now);
            loop.stalled(pump);
        } catch (OsException e) {
            // Not to be waited for, so not to be had back.
            sink.giveUp();
        }
    }

    private long latest(long now) {
        if (isClosing) {
            return deadline;
        }
        return sink.patience() == OutputSink.FOR_EVER ? NEVER : now + sink.patience();
    }

    /** Nanoseconds from {@code now} until waiting for the log makes no sense any more; a very large number = never. */
    long nanosLeft(long now) {
        return stalledUntil == NEVER ? NEVER : stalledUntil - now;
    }

    private void endStall() {
        if (isStalled()) {
            loop.unwatch(stalledOn);
            loop.noLongerStalled(pump);
            stalledOn = NONE;
            stalledUntil = NEVER;
        }
    }

    /** Goes on with what the log could not take. */
    void resume() {
        endStall();
        sink.resume();
        stallIfNeeded();
    }

    /** The log was waited for long enough. */
    void giveUp() {
        endStall();
        sink.giveUp();
    }

    /** Runs the task as soon as the log takes more. */
    void whenNotStalled(Runnable task) {
        whenNotStalled.add(task);
        tellWhoWaits();
    }

    void tellWhoWaits() {
        while (!isStalled() && !whenNotStalled.isEmpty()) {
            whenNotStalled.remove().run();
        }
    }

    /** @param deadline on the loop's clock: from then on the log is not waited for, whatever its patience */
    void closeBy(long deadline) {
        isClosing = true;
        this.deadline = deadline;
        if (isStalled()) {
            resume();
        }
    }

    void reopen() throws OsException {
        endStall();
        try {
            sink.reopen();
        } finally {
            resume();
        }
    }

    void clear() throws OsException {
        endStall();
        try {
            sink.clear();
        } finally {
            resume();
        }
    }

    void close() {
        endStall();
        sink.close();
    }
}
