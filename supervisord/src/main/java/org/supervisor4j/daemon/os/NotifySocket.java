package org.supervisor4j.daemon.os;

import org.jspecify.annotations.Nullable;

/** A socket for datagrams whose senders the kernel vouches for. One thread at a time. */
public interface NotifySocket {
    /** How programs are told of it: the value of NOTIFY_SOCKET. */
    String address();

    /** To wait for. */
    int descriptor();

    /** The next datagram; null if there is none now. Descriptors that came with it are the caller's, to close. */
    @Nullable
    Datagram receive() throws OsException;

    void close();

    /**
     * A message.
     *
     * @param pid its sender, 0 if the kernel did not say
     * @param uid the sender's user, -1 if the kernel did not say
     * @param whole whether nothing was cut off
     * @param descriptors what came with it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Datagram(int pid, int uid, byte[] text, boolean whole, int[] descriptors) {}

    /** Makes them. Any thread. */
    @FunctionalInterface
    interface Factory {
        NotifySocket open() throws OsException;
    }
}
