package org.supervisor4j.daemon.http.listening;

import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.model.Role;

/**
 * What holds for all clients of one server. It hangs on Jetty's connector, so that each request leads to it.
 *
 * @param login null where anybody may come in
 * @param role what clients may do
 * @param encrypted whether they come by TLS
 * @param config the server's section
 * @param names under which browsers may reach the server
 * @param share of what the daemon may have open
 * @param bodies memory for requests
 * @param answers memory for answers
 */
public record ServerPolicy(
        @Nullable BasicAuth login,
        Role role,
        boolean encrypted,
        HttpServerConfig config,
        TrustedNames names,
        ServerShare share,
        MemoryShare bodies,
        MemoryShare answers) {
    private static final int BODIES_BYTES = 16 << 20;

    /** Two whole logs; see {@link org.supervisor4j.daemon.output.LogFileReader#MOST}. */
    private static final int ANSWERS_BYTES = 36 << 20;

    /** Sets up the connector of a configured server. */
    public static void attach(
            HttpServerConfig config, String nodeName, AbstractConnector connector, ServerShare share) {
        HttpServerConfig.Login login = config.login();
        Inet inet = config instanceof Inet tcp ? tcp : null;
        connector.addBean(new ServerPolicy(
                login == null ? null : new BasicAuth(login),
                config.role(),
                inet != null && inet.tls() != null,
                config,
                inet == null ? TrustedNames.any() : new TrustedNames(inet, nodeName),
                share,
                new MemoryShare(BODIES_BYTES),
                new MemoryShare(ANSWERS_BYTES)));
    }

    /** The one that the request came through. */
    public static ServerPolicy of(Request request) {
        AbstractConnector connector =
                (AbstractConnector) request.getConnectionMetaData().getConnector();
        return connector.getBean(ServerPolicy.class);
    }

    /** The section in the configuration. */
    public String section() {
        return config.section();
    }

    /** How to make a name known, where that can be configured. */
    public String remedy(String name) {
        return config instanceof Inet ? ", or add " + name + " to server_names in [" + section() + "]" : "";
    }

    /** 0 to let the request pass, else the status to refuse it with; see {@link BasicAuth#check}. */
    public int check(@Nullable String authorization) {
        return login == null ? 0 : login.check(authorization);
    }
}
