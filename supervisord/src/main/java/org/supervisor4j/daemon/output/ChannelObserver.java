package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;

/**
 * Is told of what comes through a channel. Called on {@code output-loop}: hand over and return.
 *
 * <p>What is delivered and not yet dealt with is limited, for one channel and for all together: beyond that the pipe is
 * not read, and its child waits, as any writer does whose reader is slow.
 */
public interface ChannelObserver {
    /** What goes to the log, as it is read. The buffer is lent: look at it, and leave it as it is. */
    default void onUnit(ByteBuffer unit) {
        // Most want to know of nothing.
    }

    /**
     * One read's worth of bytes, if the spec asked for them. The array is the receiver's.
     *
     * @param done to be run once when the data has been dealt with. Any thread; cheap
     */
    void onData(byte[] data, Runnable done);

    /** The same for what stood between the capture tokens. */
    void onCommunication(byte[] data, Runnable done);

    /**
     * No more will come from the child: the pipe has no writers left, or the channel was drained and closed. Called
     * once.
     */
    default void onClosed() {
        // The reaping of the child tells what matters.
    }
}
