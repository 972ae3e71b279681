package org.supervisor4j.daemon.http.routes;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.supervisor4j.daemon.http.listening.LenientConnectionFactory;
import org.supervisor4j.daemon.http.listening.ServerPolicy;

/** The address under which a client reached the server, as far as it told; no name is ever looked up. */
public final class AskedAddress {
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

    private AskedAddress() {}

    /** Without a slash at the end. */
    static String of(Request request) {
        String authority = hostOf(request)
                .orElseGet(() -> localName(request.getConnectionMetaData().getLocalSocketAddress()));
        boolean encrypted = ServerPolicy.of(request).encrypted();
        String defaultPort = encrypted ? ":443" : ":80";
        return (encrypted ? "https://" : "http://")
                + (authority.endsWith(defaultPort)
                        ? authority.substring(0, authority.length() - defaultPort.length())
                        : authority);
    }

    /** The server's name in the request, port included; empty if it has none. */
    static Optional<String> hostOf(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        boolean named = host != null && !host.isEmpty() && !host.equals(LenientConnectionFactory.NO_HOST);
        return named ? Optional.of(host) : Optional.empty();
    }

    private static String localName(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? authority(inet) : "<unix domain socket>";
    }

    /** {@code 127.0.0.1:9001}, {@code [::1]:9001}. */
    public static String authority(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + shortened(host) + "]") + ":" + address.getPort();
    }

    /** RFC 5952: of the groups of zeros, the longest row is left out, of several the first. */
    private static String shortened(String ipv6) {
        String longest = ZEROS.matcher(ipv6)
                .results()
                .map(MatchResult::group)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        int start = longest.isEmpty() ? -1 : ipv6.indexOf(longest);
        return start < 0 ? ipv6 : ipv6.substring(0, start) + "::" + ipv6.substring(start + longest.length());
    }
}
