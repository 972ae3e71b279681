package org.supervisor4j.daemon.os;

import java.nio.ByteBuffer;

/**
 * The way to a program of this machine that takes messages, such as the system's log: a datagram for each. Never waits.
 * One thread.
 */
public interface MessageSocket extends AutoCloseable {
    /**
     * Sends the buffer's remaining bytes as one message and consumes them. Connects first where that has not happened
     * or where the receiver has been restarted since.
     *
     * @param message direct
     * @return false if there is no room now; nothing has been consumed then
     * @throws OsException if nobody listens, or the message is too long
     */
    boolean send(ByteBuffer message) throws OsException;

    /** What to watch for writing after a {@link #send} that found no room; -1 while not connected. */
    int descriptor();

    @Override
    void close();
}
