package org.supervisor4j.daemon.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Role;

/** One listener of the daemon. */
public sealed interface HttpServerConfig {
    /** The section's name, as log lines show it: {@code unix_http_server}. */
    String section();

    /** Null where anybody may connect. */
    @Nullable
    Login login();

    /** What those who come in here may do. */
    Role role();

    /** @param password in clear, or {@code {SHA}} and the lower-case hex SHA-1 */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[username=" + username + "]";
        }
    }

    /**
     * {@code [inet_http_server]}.
     *
     * @param host null = all interfaces
     * @param tls null = without
     * @param serverNames under which browsers may know it, beside its own
     */
    record Inet(
            String section,
            @Nullable String host,
            int port,
            @Nullable Login login,
            Role role,
            @Nullable TlsFiles tls,
            List<String> serverNames)
            implements HttpServerConfig {
        public Inet {
            serverNames = List.copyOf(serverNames);
        }
    }

    /**
     * PEM files.
     *
     * @param clientCafile whose signature clients must bring; null = they need no certificate
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
