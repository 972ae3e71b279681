package org.supervisor4j.daemon.output;

/**
 * Hears what comes through a channel. Called on {@code output-loop}: hand over and return.
 *
 * <p>What is delivered and not yet dealt with is limited, for one channel and for all together: beyond that the pipe is
 * not read, and its child waits, as any writer does whose reader is slow. So whoever hands over to another thread
 * should implement the methods with {@code done}.
 */
public interface ChannelListener {
    /** One read's worth of bytes, if the spec asked for them. The array is the receiver's. */
    void onData(byte[] data);

    /**
     * The same; what is called by the channel.
     *
     * @param done to be run once when the data has been dealt with. Any thread; cheap
     */
    default void onData(byte[] data, Runnable done) {
        onData(data);
        done.run();
    }

    /** What stood between the capture tokens. */
    void onCommunication(byte[] data);

    /**
     * The same; what is called by the channel.
     *
     * @param done to be run once when the data has been dealt with. Any thread; cheap
     */
    default void onCommunication(byte[] data, Runnable done) {
        onCommunication(data);
        done.run();
    }

    /**
     * No more will come from the child: the pipe has no writers left, or the channel was drained and closed. Called
     * once.
     */
    void onClosed();
}
