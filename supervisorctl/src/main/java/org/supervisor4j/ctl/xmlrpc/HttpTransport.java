package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * HTTP over TCP, written here because {@code java.net.http} alone takes longer to load than a whole run of the client
 * may last.
 *
 * @param name a host name or an address literal, without brackets
 * @param port 0 to 65535
 */
public record HttpTransport(String name, int port) implements Transport {
    private static final int DEFAULT_PORT = 80;

    /** Tries the name's addresses in the resolver's order; the error of the last one is the one that is thrown. */
    @Override
    public SocketChannel connect() throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(name);
        for (int i = 0; i < addresses.length - 1; i++) {
            try {
                return SocketChannel.open(new InetSocketAddress(addresses[i], port));
            } catch (IOException unreachable) {
                // the next address may do: "localhost" is two of them, and a daemon listens on one
            }
        }
        return SocketChannel.open(new InetSocketAddress(addresses[addresses.length - 1], port));
    }

    @Override
    public String host() {
        String bracketed = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
        return port == DEFAULT_PORT ? bracketed : bracketed + ":" + port;
    }
}
