package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.sink.OutputSink;

/**
 * A channel's way out: its {@link UnitRoute} and the log at the end of it. A log that can't take more (its reader is
 * slow) stalls the outlet until its descriptor is writable again, or waiting makes no sense any more. Touched on its
 * loop only.
 */
final class Outlet {
    private static final int NONE = -1;

    private final OutputSink sink;
    private final LoopResources place;
    private final Loop loop;
    private final UnitRoute route;
    private final Runnable onWritable;
    private final Loop.Timer patience;
    /** Run when more can be injected. */
    private final Queue<Runnable> whenNotStalled = new ArrayDeque<>();

    /** The log's descriptor that is waited for; NONE while not stalled. */
    private int stalledOn = NONE;

    private boolean isClosing;
    private long deadline;

    /**
     * @param onWritable run when {@link #resume} can go on
     * @param onPatienceEnded run when the log was waited for long enough: to {@link #giveUp}
     */
    Outlet(UnitRoute route, OutputSink sink, LoopResources place, Runnable onWritable, Runnable onPatienceEnded) {
        this.route = route;
        this.sink = sink;
        this.place = place;
        loop = place.loop();
        this.onWritable = onWritable;
        patience = loop.timer("patience with a log", onPatienceEnded);
    }

    /** @param unit as {@link UnitRoute#take} */
    void take(ByteBuffer unit) {
        route.take(unit);
        stallIfNeeded();
    }

    /** Sends what was held back, for no more is to come now. */
    void flush() {
        route.flush(place.buffer());
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
            loop.watch(target, false, true, onWritable);
            stalledOn = target;
            if (isClosing) {
                patience.set(deadline);
            } else if (sink.patience() != OutputSink.FOR_EVER) {
                patience.set(now + sink.patience());
            }
        } catch (OsException e) {
            // It cannot be waited for, so it is lost.
            sink.giveUp();
        }
    }

    private void endStall() {
        if (isStalled()) {
            loop.unwatch(stalledOn);
            patience.clear();
            stalledOn = NONE;
        }
    }

    /** Goes on with what the log could not take. */
    void resume() {
        endStall();
        sink.resume();
        stallIfNeeded();
    }

    /** Does not wait for the log any longer. */
    void giveUp() {
        endStall();
        sink.giveUp();
    }

    /** Runs the task as soon as the log takes more. */
    void whenNotStalled(Runnable task) {
        whenNotStalled.add(task);
        runWaiting();
    }

    void runWaiting() {
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

    void change(OutputSink.Change change) throws OsException {
        endStall();
        try {
            change.on(sink);
        } finally {
            resume();
        }
    }

    void close() {
        endStall();
        sink.close();
    }
}
