package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.sink.OutputSink;

/**
 * Reads one channel's pipe. What one read gives is one unit, and goes through the {@link Outlet} to the log and the
 * observer before the next is read.
 *
 * <p>While the outlet is stalled the pipe is not read, so that the child waits and nobody else. Touched on its loop
 * only.
 */
final class Pump implements Backlog.Reader {
    private static final long DRAIN_PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private final ChannelSpec spec;
    private final ChannelObserver observer;
    private final LoopResources place;
    private final Loop loop;
    private final InputPipe pipe;
    private final Outlet outlet;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Whether the observer has to deal with what it got before more is read. */
    private boolean held;

    private boolean inputHasEnded;
    private boolean draining;
    private int drained;

    Pump(ChannelSpec spec, ChannelObserver observer, OutputSink sink, LoopResources place) {
        this.spec = spec;
        this.observer = observer;
        this.place = place;
        loop = place.loop();
        pipe = new InputPipe(place, guarded(this::readOnce));
        outlet = new Outlet(
                new UnitRoute(spec, observer, sink, place.backlog()),
                sink,
                place,
                guarded(this::onWritable),
                guarded(this::onPatienceEnded));
    }

    /** Wraps a task of this channel's: a bug in it closes this channel and no other. */
    Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error bug) {
                failed(bug);
            }
        };
    }

    private void failed(Throwable bug) {
        try {
            place.log().critical("unexpected error, closing channel " + name() + ": " + bug);
        } finally {
            abort();
        }
    }

    /** {@code 'web' stdout}. */
    String name() {
        return "'" + spec.processName() + "' " + spec.channel().word();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** As {@link OutputChannel#outputBegin}; any thread. */
    long outputBegin() {
        return outlet.outputBegin();
    }

    void attach(int readEnd) {
        loop.assertOnLoop();
        if (isClosed() || draining || inputHasEnded || pipe.isOpen()) {
            place.descriptors().close(readEnd);
            return;
        }
        try {
            pipe.open(readEnd);
            watchPipeIfWanted();
        } catch (OsException e) {
            closeUnreadable(e);
        }
    }

    private void onWritable() {
        outlet.resume();
        goOn();
    }

    /** @return how much was read; 0 or less = there is no more */
    private int readOnce() {
        ByteBuffer buffer = place.emptyUnit();
        int count = read(buffer);
        if (count == Descriptors.WOULD_BLOCK) {
            return count;
        }
        if (count == 0) {
            endInput();
            return count;
        }
        place.pace().read(pipe.descriptor(), count);
        if (draining) {
            drained += count;
        }
        buffer.limit(UnitRoute.HEADROOM + count).position(UnitRoute.HEADROOM);
        take(buffer);
        return count;
    }

    private int read(ByteBuffer buffer) {
        try {
            return pipe.read(buffer);
        } catch (OsException e) {
            closeUnreadable(e);
            return 0;
        }
    }

    private void take(ByteBuffer unit) {
        outlet.take(unit);
        if (outlet.isStalled()) {
            pipe.unwatch();
        }
        holdIfListenerIsBehind();
    }

    @Override
    public long undone() {
        return outlet.undone();
    }

    private void holdIfListenerIsBehind() {
        if (!held && !draining && place.backlog().isTooMuch(undone())) {
            held = true;
            pipe.unwatch();
            place.backlog().hold(this);
        }
    }

    /** The observer has caught up. */
    @Override
    public void release() {
        held = false;
        guarded(this::goOn).run();
    }

    /** Nobody will write any more, or it will not be read: what was held back goes out, the pipe is closed. */
    private void endInput() {
        if (inputHasEnded) {
            return;
        }
        inputHasEnded = true;
        outlet.flush();
        pipe.close();
        observer.onClosed();
    }

    void inject(byte[] text) {
        loop.assertOnLoop();
        if (isClosed() || draining) {
            return;
        }
        // Also after the end of the pipe: why a child did not reach its program is known when it is gone.
        int done = 0;
        while (done < text.length) {
            int count = Math.min(InputPipe.LONGEST_UNIT, text.length - done);
            ByteBuffer buffer = place.emptyUnit();
            buffer.put(text, done, count).limit(UnitRoute.HEADROOM + count).position(UnitRoute.HEADROOM);
            take(buffer);
            done += count;
        }
    }

    /** As {@link OutputChannel#inject(byte[], Runnable)}. */
    void inject(byte[] text, Runnable taken) {
        inject(text);
        outlet.whenNotStalled(taken);
    }

    private void readOnIfPossible() {
        try {
            watchPipeIfWanted();
        } catch (OsException e) {
            closeUnreadable(e);
        }
    }

    private void closeUnreadable(OsException e) {
        place.log().critical("cannot read the output of " + name() + ": " + e.getMessage() + "; closing it");
        endInput();
    }

    private void watchPipeIfWanted() throws OsException {
        if (held || outlet.isStalled() || draining) {
            pipe.unwatch();
        } else {
            pipe.watch();
        }
    }

    private void onPatienceEnded() {
        outlet.giveUp();
        goOn();
    }

    private void goOn() {
        outlet.runWaiting();
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
        loop.assertOnLoop();
        if (!isClosed() && !draining) {
            draining = true;
            // A pipe holds little: that may come on top of what the observer has not dealt with.
            held = false;
            place.backlog().forget(this);
            pipe.unwatch();
            outlet.closeBy(loop.now() + (patiently ? DRAIN_PATIENCE : 0));
            goOnDraining();
        } else if (draining && !patiently) {
            outlet.closeBy(loop.now());
            goOn();
        }
    }

    private void goOnDraining() {
        boolean more = pipe.isOpen();
        while (more && !outlet.isStalled() && drained < OutputChannel.DRAIN_LIMIT) {
            more = readOnce() > 0;
        }
        if (!outlet.isStalled()) {
            tellIfMoreIsComing();
            endInput();
            // Once more, for what was injected after the end of the pipe.
            outlet.flush();
        }
        if (!outlet.isStalled()) {
            close();
        }
    }

    private void tellIfMoreIsComing() {
        if (pipe.isOpen() && drained >= OutputChannel.DRAIN_LIMIT) {
            place.log()
                    .warn("closing " + name() + " while something still writes to it: its process has ended, and "
                            + drained + " bytes were read since; what follows is lost");
        }
    }

    private void close() {
        if (!isClosed()) {
            outlet.close();
            place.backlog().forget(this);
            closed.complete(null);
        }
    }

    /** Closes at once after a bug. */
    private void abort() {
        boolean tell = !inputHasEnded;
        inputHasEnded = true;
        pipe.close();
        try {
            if (tell) {
                observer.onClosed();
            }
        } finally {
            close();
        }
    }

    void change(OutputSink.Change change) throws OsException {
        loop.assertOnLoop();
        if (!isClosed()) {
            try {
                outlet.change(change);
            } finally {
                goOn();
            }
        }
    }
}
