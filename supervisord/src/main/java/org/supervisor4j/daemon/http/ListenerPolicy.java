package org.supervisor4j.daemon.http;

import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.model.Role;

/**
 * What holds for everybody who comes through one of the servers. It hangs on Jetty's connector, so that each request
 * leads to it.
 *
 * @param login null where anybody may come in
 * @param role what they may do then
 * @param encrypted whether they come by TLS
 */
record ListenerPolicy(@Nullable BasicAuth login, Role role, boolean encrypted) {
    /** Sets up the connector of a configured server. */
    static void attach(HttpServerConfig config, AbstractConnector connector) {
        HttpServerConfig.Login login = config.login();
        boolean encrypted = config instanceof HttpServerConfig.Inet inet && inet.tls() != null;
        connector.addBean(
                new ListenerPolicy(login == null ? null : new BasicAuth(login), config.role(), encrypted));
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
