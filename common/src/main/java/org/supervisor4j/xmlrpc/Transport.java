package org.supervisor4j.xmlrpc;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A way to a daemon: where its HTTP server listens. */
public sealed interface Transport permits HttpTransport, UnixSocketTransport {
    /**
     * Opens a new, blocking connection. May block for as long as the system tries to connect.
     *
     * @throws IOException if nobody answers there
     */
    SocketChannel connect() throws IOException;

    /** What the {@code Host} header says. */
    String host();
}
