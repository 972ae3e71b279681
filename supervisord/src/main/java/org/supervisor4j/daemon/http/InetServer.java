package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;

/** An {@code [inet_http_server]}: one TCP port, IPv4 as in the original. */
final class InetServer implements AutoCloseable {
    /** How many connections may wait to be accepted. */
    static final int BACKLOG = 1024;

    private final ServerSocketChannel channel;
    private final ServerConnector connector;

    /**
     * Binds the port; it is served from when the connector is started. The one place where a name is looked up.
     *
     * @param protocols the first is what a connection begins with
     */
    InetServer(Inet config, Server server, ConnectionFactory... protocols) throws IOException {
        channel = bind(config);
        try {
            connector = BoundedConnectors.inet(server, protocols);
            connector.open(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The port, bound; whoever gets it has to close it. */
    static ServerSocketChannel bind(Inet config) throws IOException {
        InetAddress address = resolve(config.host());
        ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            bound.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return bound.bind(new InetSocketAddress(address, config.port()), BACKLOG);
        } catch (IOException e) {
            bound.close();
            throw e;
        }
    }

    ServerConnector connector() {
        return connector;
    }

    /** Stops listening. Jetty doesn't do it for a connector without acceptor threads that was never started. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static InetAddress resolve(@Nullable String host) throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName(host == null || host.isEmpty() ? "0.0.0.0" : host)) {
            if (address instanceof Inet4Address) {
                return address;
            }
        }
        throw new UnknownHostException(host);
    }
}
