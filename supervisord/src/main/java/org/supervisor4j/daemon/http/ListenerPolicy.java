package org.supervisor4j.daemon.http;

import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.model.Role;

/**
 * What holds for everybody who comes through one of the servers. It hangs on Jetty's connector, so that each request
 * leads to it.
 *
 * @param login null where anybody may come in
 * @param role what they may do then
 * @param encrypted whether they come by TLS
 * @param names by which a browser may have us; null where it doesn't matter
 * @param bodies memory for requests
 * @param answers memory for answers
 */
record ListenerPolicy(
        @Nullable BasicAuth login,
        Role role,
        boolean encrypted,
        @Nullable TrustedNames names,
        LargeRoom bodies,
        LargeRoom answers) {
    private static final int BODIES_BYTES = 16 << 20;

    /** Two whole logs; see {@link org.supervisor4j.daemon.output.LogFileReader#MOST}. */
    private static final int ANSWERS_BYTES = 36 << 20;

    /** Sets up the connector of a configured server. */
    static void attach(HttpServerConfig config, String nodeName, AbstractConnector connector) {
        HttpServerConfig.Login login = config.login();
        Inet inet = config instanceof Inet tcp ? tcp : null;
        connector.addBean(new ListenerPolicy(
                login == null ? null : new BasicAuth(login),
                config.role(),
                inet != null && inet.tls() != null,
                // A browser sends a login to the name that it was typed in for, and to no other.
                inet != null && login == null ? new TrustedNames(inet, nodeName) : null,
                new LargeRoom(BODIES_BYTES),
                new LargeRoom(ANSWERS_BYTES)));
    }

    /** The one that the request came through. */
    static ListenerPolicy of(Request request) {
        AbstractConnector connector =
                (AbstractConnector) request.getConnectionMetaData().getConnector();
        return connector.getBean(ListenerPolicy.class);
    }

    /** 0 to let the request pass, else the status to refuse it with; see {@link BasicAuth#check}. */
    int check(@Nullable String authorization) {
        return login == null ? 0 : login.check(authorization);
    }
}
