package org.supervisor4j.daemon.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Role;

/** An HTTP server of the daemon. */
public sealed interface HttpServerConfig {
    /** The section's name, as log lines show it: {@code unix_http_server}. */
    String section();

    /** Null where anybody may connect. */
    @Nullable
    Login login();

    /** What its clients may do. */
    Role role();

    /** What there is to ask for. */
    default Offer offer() {
        return Offer.ALL;
    }

    /** What a server answers to. */
    enum Offer {
        ALL,
        /** {@code /healthz}, {@code /readyz} and their like, and nothing else. */
        PROBES,
        /** The same, and {@code /metrics}. */
        PROBES_AND_METRICS
    }

    /** @param password in clear, or {@code {SHA}} and the lower-case hex SHA-1 */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[username=" + username + "]";
        }
    }

    /**
     * {@code [inet_http_server]}, or {@code [health_http_server]}.
     *
     * @param host null = all interfaces
     * @param tls null = none
     * @param serverNames under which browsers may reach it, besides its own
     */
    record Inet(
            String section,
            @Nullable String host,
            int port,
            @Nullable Login login,
            Role role,
            @Nullable TlsFiles tls,
            List<String> serverNames,
            Offer offer)
            implements HttpServerConfig {
        public Inet {
            serverNames = List.copyOf(serverNames);
        }

        /** One that answers to everything. */
        public Inet(
                String section,
                @Nullable String host,
                int port,
                @Nullable Login login,
                Role role,
                @Nullable TlsFiles tls,
                List<String> serverNames) {
            this(section, host, port, login, role, tls, serverNames, Offer.ALL);
        }

        /** One for probes: it asks for no login, and there is nothing else to be had from it. */
        public static Inet ofProbes(String section, @Nullable String host, int port, boolean metrics) {
            Offer offer = metrics ? Offer.PROBES_AND_METRICS : Offer.PROBES;
            return new Inet(section, host, port, null, Role.READ, null, List.of(), offer);
        }
    }

    /**
     * PEM files.
     *
     * @param clientCafile the authorities that sign clients' certificates; null = clients need none
     */
    record TlsFiles(
            String certfile, String keyfile, @Nullable String clientCafile) {}

    /**
     * {@code [unix_http_server]}.
     *
     * @param path absolute
     * @param chmod the socket's mode
     * @param ownerUid -1 = unchanged
     * @param ownerGid -1 = unchanged
     */
    record Unix(
            String section,
            String path,
            int chmod,
            int ownerUid,
            int ownerGid,
            @Nullable Login login,
            Role role) implements HttpServerConfig {}
}
