package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A way to a daemon: where its HTTP server listens. */
public sealed interface Transport permits HttpTransport, TlsTransport, UnixSocketTransport {
    /**
     * Opens a new, blocking connection. May block for as long as the system tries to connect.
     *
     * @throws IOException if nobody answers there
     */
    SocketChannel connect() throws IOException;

    /** Opens a new connection for requests; see {@link #connect}. */
    default Link link() throws IOException {
        return new PlainLink(connect());
    }

    /** What the {@code Host} header says. */
    String host();
}
