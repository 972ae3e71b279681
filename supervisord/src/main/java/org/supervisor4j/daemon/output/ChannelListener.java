package org.supervisor4j.daemon.output;

/** Hears what comes through a channel. Called on {@code output-loop}: hand over and return. */
public interface ChannelListener {
    /** One read's worth of bytes, if the spec asked for them. The array is the receiver's. */
    void onData(byte[] data);

    /** What stood between the capture tokens. */
    void onCommunication(byte[] data);

    /**
     * The child will write no more: the pipe has no writers left, or the channel was drained and closed. Called once.
     * What is {@linkplain OutputChannel#inject injected} may still follow.
     */
    void onClosed();
}
