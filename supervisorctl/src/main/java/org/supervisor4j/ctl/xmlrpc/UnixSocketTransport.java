package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * HTTP over a Unix domain socket.
 *
 * @param path the socket's file; relative to the working directory
 */
public record UnixSocketTransport(String path) implements Transport {
    @Override
    public SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    @Override
    public String host() {
        return "localhost";
    }
}
