package org.supervisor4j.daemon.loop;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;

/**
 * A child's stdin: takes what is to be written and writes it as the child reads. Never blocks. On the control loop
 * only.
 */
public final class InputDispatcher {
    /** How much may wait for a child that does not read; more is refused. */
    static final int LIMIT_BYTES = 16 << 20;

    private final EventLoop loop;
    private final Descriptors descriptors;
    private final int descriptor;

    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean watched;
    private boolean closed;
    private Runnable whenIdle = () -> {};

    /** @param descriptor the pipe's write end, which becomes the dispatcher's and does not block */
    public InputDispatcher(EventLoop loop, Descriptors descriptors, int descriptor) {
        this.loop = loop;
        this.descriptors = descriptors;
        this.descriptor = descriptor;
    }

    /** Whether nobody reads any more, as far as is known. */
    boolean isClosed() {
        return closed;
    }

    /** Whether everything has been written. */
    public boolean isIdle() {
        return waiting.isEmpty();
    }

    /** Whether this many bytes more would be too many. */
    public boolean isFull(int bytes) {
        return waitingBytes + bytes > LIMIT_BYTES;
    }

    /**
     * Writes, at once as far as the pipe takes it. The array is the dispatcher's from then on.
     *
     * @return false if the child has closed its stdin
     */
    public boolean write(byte[] data) {
        loop.assertOnLoop();
        if (closed) {
            return false;
        }
        if (data.length > 0) {
            waiting.add(ByteBuffer.wrap(data));
            waitingBytes += data.length;
        }
        return watched || flush();
    }

    /** Calls back once, when the child has read all that waits now. On the control loop. */
    public void whenIdle(Runnable action) {
        whenIdle = action;
    }

    private boolean flush() {
        try {
            for (ByteBuffer next = waiting.peek(); next != null; next = waiting.peek()) {
                int written = descriptors.write(descriptor, pieceOf(next));
                if (written == Descriptors.WOULD_BLOCK) {
                    awaitReader();
                    return true;
                }
                next.position(next.position() + written);
                waitingBytes -= written;
                if (!next.hasRemaining()) {
                    waiting.remove();
                }
            }
            stopWatching();
            idle();
            return true;
        } catch (OsException broken) {
            // EPIPE: the reader has gone. Anything else is as final.
            close();
            return !broken.errno().is(Errno.EPIPE);
        }
    }

    private ByteBuffer pieceOf(ByteBuffer data) {
        ByteBuffer direct = loop.scratch();
        int length = Math.min(data.remaining(), direct.capacity());
        return direct.put(0, data, data.position(), length).limit(length);
    }

    private void idle() {
        Runnable action = whenIdle;
        whenIdle = () -> {};
        action.run();
    }

    private void awaitReader() throws OsException {
        if (!watched) {
            loop.watch(descriptor, false, true, () -> flush());
            watched = true;
        }
    }

    private void stopWatching() {
        if (watched) {
            loop.unwatch(descriptor);
            watched = false;
        }
    }

    public void close() {
        if (!closed) {
            stopWatching();
            waiting.clear();
            waitingBytes = 0;
            closed = true;
            descriptors.close(descriptor);
        }
    }
}
