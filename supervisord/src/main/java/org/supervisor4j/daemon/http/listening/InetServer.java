package org.supervisor4j.daemon.http.listening;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;

/** An {@code [inet_http_server]}: one TCP port, of IPv4 as in the original unless an IPv6 address is given. */
public final class InetServer implements AutoCloseable {
    /** How many connections may wait to be accepted. */
    static final int BACKLOG = 1024;

    private final ServerSocketChannel channel;
    private final ServerConnector connector;

    /**
     * Binds the port; it is served from when the connector is started. The one place where a name is looked up.
     *
     * @param protocols the first is what a connection begins with
     */
    public InetServer(Inet config, Server server, ConnectionFactory... protocols) throws IOException {
        channel = bind(config, config.port());
        try {
            connector = BoundedConnectors.inet(server, protocols);
            connector.open(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether two servers want the same address and port, or one of them all addresses. */
    public static boolean collide(Inet one, Inet other) throws IOException {
        InetAddress address = resolve(one.host());
        InetAddress second = resolve(other.host());
        return one.port() == other.port()
                && one.port() != 0
                && (address.equals(second) || includes(address, second) || includes(second, address));
    }

    /** Whether the first is all addresses, the second one among them; all of IPv6 include all of IPv4. */
    private static boolean includes(InetAddress all, InetAddress one) {
        return all.isAnyLocalAddress() && (!(all instanceof Inet4Address) || one instanceof Inet4Address);
    }

    /** Binds the address; the caller has to close it. */
    public static ServerSocketChannel bind(Inet config, int port) throws IOException {
        InetAddress address = resolve(config.host());
        // Also IPv4, where it is the IPv6 address of all interfaces.
        ServerSocketChannel bound =
                open(address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            bound.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return bound.bind(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException e) {
            bound.close();
            throw e;
        }
    }

    public ServerConnector connector() {
        return connector;
    }

    /** Stops listening. Jetty doesn't do it for a connector without acceptor threads that was never started. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ServerSocketChannel open(ProtocolFamily family) throws IOException {
        try {
            return ServerSocketChannel.open(family);
        } catch (UnsupportedOperationException noIpv6) {
            throw new SocketException("Address family not supported by protocol");
        }
    }

    /** Of a name with several addresses, the first of IPv4 if there is one: the original knows no other. */
    private static InetAddress resolve(@Nullable String host) throws UnknownHostException {
        if (host != null && host.indexOf(':') >= 0 && !host.startsWith("[")) {
            // "::1:9001" may be meant to have a port, or not: as for the original, this is a name that nobody has.
            throw new UnknownHostException(host);
        }
        InetAddress[] all = InetAddress.getAllByName(host == null || host.isEmpty() ? "0.0.0.0" : host);
        for (InetAddress address : all) {
            if (address instanceof Inet4Address) {
                return address;
            }
        }
        return all[0];
    }
}
