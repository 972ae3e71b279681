package org.supervisor4j.daemon.os;

/** Connections to where somebody may listen, made without waiting. Any thread. */
public interface Connections {
    /**
     * Begins to connect.
     *
     * @param address four or sixteen bytes
     * @return a descriptor that becomes writable when it is connected, or has failed; the caller's to close
     * @throws OsException if it has failed at once
     */
    int begin(byte[] address, int port) throws OsException;

    /**
     * Looks how it stands.
     *
     * @return whether it is connected; false while it is not known
     * @throws OsException if it has failed
     */
    boolean isConnected(int descriptor, byte[] address, int port) throws OsException;
}
