package org.supervisor4j.daemon.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** The address that a client has us under, as far as it told; no name is ever looked up. */
final class ServerUrl {
    private ServerUrl() {}

    /** Without a slash at the end. */
    static String of(Request request) {
        String authority = hostOf(request)
                .orElseGet(() -> localName(request.getConnectionMetaData().getLocalSocketAddress()));
        boolean encrypted = ListenerPolicy.of(request).encrypted();
        String defaultPort = encrypted ? ":443" : ":80";
        return (encrypted ? "https://" : "http://")
                + (authority.endsWith(defaultPort)
                        ? authority.substring(0, authority.length() - defaultPort.length())
                        : authority);
    }

    /** What the request calls us, port included; empty if it calls us nothing. */
    static Optional<String> hostOf(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        boolean named = host != null && !host.isEmpty() && !host.equals(LenientConnectionFactory.NO_HOST);
        return named ? Optional.of(host) : Optional.empty();
    }

    private static String localName(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : "<unix domain socket>";
    }
}
