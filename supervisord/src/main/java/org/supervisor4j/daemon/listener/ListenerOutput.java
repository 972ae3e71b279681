package org.supervisor4j.daemon.listener;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.output.OutputChannel;

/**
 * The stdout of one run of an event listener. It is read here and not by the output loop, because the next event waits
 * for what it says, and a change of threads on that way costs more than all the rest of it. The log is the output
 * loop's all the same. On the control loop only.
 *
 * <p>Holds at most one answer at a time: a listener that does not speak the protocol is left to the output loop, which
 * reads it like any other child, and while the log lags behind, nothing is read.
 */
public final class ListenerOutput {
    /** How much may be on its way to the log before reading stops. */
    static final int LOG_LIMIT_BYTES = 256 * 1024;

    private final EventLoop loop;
    private final Descriptors descriptors;
    private final int descriptor;
    private final OutputChannel channel;
    private final boolean logged;
    private final EventListenerDispatcher dispatcher;
    private final Consumer<byte[]> mirror;

    private final AtomicLong unloggedBytes = new AtomicLong();
    private boolean watched;
    private boolean owned = true;

    /**
     * @param descriptor the pipe's read end, which becomes this object's and does not block
     * @param channel the log's, not attached
     * @param logged whether there is a log
     * @param mirror shows what is read in the daemon's own log
     */
    public ListenerOutput(
            EventLoop loop,
            Descriptors descriptors,
            int descriptor,
            OutputChannel channel,
            boolean logged,
            EventListenerDispatcher dispatcher,
            Consumer<byte[]> mirror) {
        this.loop = loop;
        this.descriptors = descriptors;
        this.descriptor = descriptor;
        this.channel = channel;
        this.logged = logged;
        this.dispatcher = dispatcher;
        this.mirror = mirror;
    }

    /** Begins to listen. */
    public void watch() throws OsException {
        loop.watch(descriptor, true, false, () -> ready());
        watched = true;
    }

    private void ready() {
        int count = readOnce();
        if (count == 0) {
            close();
        } else if (dispatcher.isLost()) {
            unwatch();
            owned = false;
            channel.attach(descriptor);
        } else if (unloggedBytes.get() > LOG_LIMIT_BYTES) {
            unwatch();
        }
    }

    /** As {@link Descriptors#read}. */
    private int readOnce() {
        ByteBuffer buffer = loop.scratch();
        int count;
        try {
            count = descriptors.read(descriptor, buffer);
        } catch (OsException broken) {
            return 0;
        }
        if (count > 0) {
            byte[] data = new byte[count];
            buffer.get(0, data);
            mirror.accept(data);
            log(data);
            dispatcher.heard(data);
        }
        return count;
    }

    private void log(byte[] data) {
        if (logged) {
            unloggedBytes.addAndGet(data.length);
            channel.inject(data, () -> hasBeenLogged(data.length));
        }
    }

    /** Any thread. */
    private void hasBeenLogged(int bytes) {
        long left = unloggedBytes.addAndGet(-bytes);
        if (left <= LOG_LIMIT_BYTES && left + bytes > LOG_LIMIT_BYTES) {
            loop.post("reading on", this::readOn);
        }
    }

    private void readOn() {
        if (owned && !watched) {
            try {
                watch();
            } catch (OsException refused) {
                close();
            }
        }
    }

    /** The child has ended: reads what is left in the pipe, and closes. */
    public void finish() {
        int left = OutputChannel.DRAIN_LIMIT;
        while (owned && left > 0) {
            int count = readOnce();
            if (count <= 0) {
                break;
            }
            left -= count;
        }
        close();
    }

    private void unwatch() {
        if (watched) {
            loop.unwatch(descriptor);
            watched = false;
        }
    }

    private void close() {
        unwatch();
        if (owned) {
            owned = false;
            descriptors.close(descriptor);
        }
    }
}
