package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.sink.OutputSink;

/**
 * Reads one channel's pipe. What one read gives is one unit, and goes its {@link UnitRoute} to the log and the listener
 * before the next is read.
 *
 * <p>A log that can't take more (its reader is slow) stalls the pump: the pipe is not read until what is kept has gone,
 * so that the child waits and nobody else. Touched on its loop only.
 */
final class Pump {
    /** The most that one read takes, as in the reference. */
    static final int LONGEST_UNIT = 128 * 1024;

    /** The most that a pipe holds unless root made it larger. */
    private static final int DRAIN_LIMIT = 1024 * 1024;

    private static final long DRAIN_PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long NEVER = Long.MAX_VALUE;
    private static final int NONE = -1;

    private final ChannelSpec spec;
    private final ChannelListener listener;
    private final OutputSink sink;
    private final OutputLoop loop;
    private final UnitRoute route;
    private final InputPipe pipe;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    /** Who waits to inject more. */
    private final Queue<Runnable> whenNotStalled = new ArrayDeque<>();

    /** Whether the listener has to deal with what it got before we read more. */
    private boolean held;

    /** The log's descriptor that we wait for; NONE while not stalled. */
    private int stalledOn = NONE;

    private long stalledUntil = NEVER;

    private boolean inputHasEnded;
    private boolean draining;
    private long drainDeadline;
    private int drained;

    Pump(ChannelSpec spec, ChannelListener listener, OutputSink sink, OutputLoop loop) {
        this.spec = spec;
        this.listener = listener;
        this.sink = sink;
        this.loop = loop;
        this.pipe = new InputPipe(this, loop);
        this.route = new UnitRoute(spec, listener, sink, loop.backlog());
    }

    /** {@code 'web' stdout}. */
    String name() {
        return "'" + spec.processName() + "' " + spec.channel().word();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    void attach(int readEnd) {
        if (isClosed() || draining || inputHasEnded || pipe.isOpen()) {
            loop.descriptors().close(readEnd);
            return;
        }
        try {
            pipe.open(readEnd);
            watchPipeIfWanted();
        } catch (OsException e) {
            closeUnreadable(e);
        }
    }

    /** A descriptor of ours can be read, or written. */
    void onReady(int descriptor) {
        if (descriptor == stalledOn) {
            goOnWriting();
        } else if (pipe.isAwaited(descriptor)) {
            readOnce();
        }
    }

    /** @return whether a unit was read, so that there may be more */
    private boolean readOnce() {
        ByteBuffer buffer = loop.buffer();
        buffer.clear().position(UnitRoute.HEADROOM);
        int count = read(buffer);
        if (count == Descriptors.WOULD_BLOCK) {
            return false;
        }
        if (count == 0) {
            endInput();
            return false;
        }
        if (draining) {
            drained += count;
        }
        buffer.limit(UnitRoute.HEADROOM + count).position(UnitRoute.HEADROOM);
        take(buffer);
        return true;
    }

    private int read(ByteBuffer buffer) {
        try {
            return pipe.read(buffer);
        } catch (OsException e) {
            loop.log().critical("cannot read the output of " + name() + ": " + e.getMessage() + "; closing it");
            return 0;
        }
    }

    private void take(ByteBuffer unit) {
        route.take(unit);
        stallIfNeeded();
        holdIfListenerIsBehind();
    }

    long undone() {
        return route.undone();
    }

    private void holdIfListenerIsBehind() {
        if (!held && !draining && loop.backlog().isTooMuch(undone())) {
            held = true;
            pipe.unwatch();
            loop.backlog().hold(this);
        }
    }

    /** The listener has caught up. */
    void release() {
        held = false;
        goOn();
    }

    /** Nobody will write any more, or we shall not read it: what was held back goes out, the pipe is closed. */
    private void endInput() {
        if (inputHasEnded) {
            return;
        }
        inputHasEnded = true;
        route.flush(loop.buffer());
        stallIfNeeded();
        pipe.close();
        listener.onClosed();
    }

    void inject(byte[] text) {
        if (isClosed() || draining) {
            return;
        }
        // Also behind the end of the pipe: why a child did not reach its program is known when it is gone.
        int done = 0;
        while (done < text.length) {
            int count = Math.min(LONGEST_UNIT, text.length - done);
            ByteBuffer buffer = loop.buffer();
            buffer.clear().position(UnitRoute.HEADROOM);
            buffer.put(text, done, count).limit(UnitRoute.HEADROOM + count).position(UnitRoute.HEADROOM);
            take(buffer);
            done += count;
        }
    }

    void inject(byte[] text, Runnable taken) {
        inject(text);
        if (stalledOn == NONE) {
            taken.run();
        } else {
            whenNotStalled.add(taken);
        }
    }

    private void readOnIfPossible() {
        try {
            watchPipeIfWanted();
        } catch (OsException e) {
            closeUnreadable(e);
        }
    }

    private void closeUnreadable(OsException e) {
        loop.log().critical("cannot read the output of " + name() + ": " + e.getMessage() + "; closing it");
        endInput();
    }

    private void watchPipeIfWanted() throws OsException {
        if (held || stalledOn != NONE || draining) {
            pipe.unwatch();
        } else {
            pipe.watch();
        }
    }

    private void stallIfNeeded() {
        int target = sink.waitsFor();
        if (target < 0 || stalledOn != NONE) {
            return;
        }
        long now = loop.now();
        if (draining && now - drainDeadline >= 0) {
            sink.giveUp();
            return;
        }
        try {
            loop.watch(target, this, false);
            stalledOn = target;
            stalledUntil = draining ? drainDeadline : sink.patience() == NEVER ? NEVER : now + sink.patience();
            loop.stalled(this);
            pipe.unwatch();
        } catch (OsException e) {
            // Not to be waited for, so not to be had back.
            sink.giveUp();
        }
    }

    private void endStall() {
        if (stalledOn != NONE) {
            loop.unwatch(stalledOn);
            loop.noLongerStalled(this);
            stalledOn = NONE;
            stalledUntil = NEVER;
        }
    }

    private void goOnWriting() {
        endStall();
        sink.resume();
        goOn();
    }

    /** Nanoseconds from {@code now} until waiting for the log makes no sense any more; a very large number = never. */
    long nanosLeft(long now) {
        return stalledUntil == NEVER ? NEVER : stalledUntil - now;
    }

    /** The log was waited for long enough. */
    void onPatienceEnded() {
        endStall();
        sink.giveUp();
        goOn();
    }

    private void goOn() {
        stallIfNeeded();
        while (stalledOn == NONE && !whenNotStalled.isEmpty()) {
            whenNotStalled.remove().run();
        }
        if (draining) {
            goOnDraining();
        } else {
            readOnIfPossible();
        }
    }

    /** Complete when everything has been written and delivered, and pipe and log are closed. */
    CompletableFuture<Void> whenClosed() {
        return closed;
    }

    /** @param patiently whether a log that can't take more is waited for */
    void drainAndClose(boolean patiently) {
        if (!isClosed() && !draining) {
            draining = true;
            // What a pipe holds is little: it may come on top of what the listener has not dealt with.
            held = false;
            loop.backlog().forget(this);
            drainDeadline = loop.now() + (patiently ? DRAIN_PATIENCE : 0);
            pipe.unwatch();
            boolean wasStalled = stalledOn != NONE;
            endStall();
            if (wasStalled) {
                sink.resume();
                stallIfNeeded();
            }
            goOnDraining();
        } else if (draining && !patiently) {
            drainDeadline = loop.now();
            onPatienceEnded();
        }
    }

    private void goOnDraining() {
        boolean more = pipe.isOpen();
        while (more && stalledOn == NONE && drained < DRAIN_LIMIT) {
            more = readOnce();
        }
        if (stalledOn == NONE) {
            endInput();
            // Once more, for what was injected behind the end of the pipe.
            route.flush(loop.buffer());
            stallIfNeeded();
        }
        if (stalledOn == NONE) {
            close();
        }
    }

    private void close() {
        if (!isClosed()) {
            sink.close();
            loop.forget(this);
            closed.complete(null);
        }
    }

    /** Closes at once after an error of ours. */
    void abort() {
        boolean tell = !inputHasEnded;
        inputHasEnded = true;
        endStall();
        pipe.close();
        try {
            if (tell) {
                listener.onClosed();
            }
        } finally {
            close();
        }
    }

    void reopen() throws OsException {
        if (!isClosed()) {
            endStall();
            try {
                sink.reopen();
            } finally {
                goOnWriting();
            }
        }
    }

    void clear() throws OsException {
        if (!isClosed()) {
            endStall();
            try {
                sink.clear();
            } finally {
                goOnWriting();
            }
        }
    }
}
