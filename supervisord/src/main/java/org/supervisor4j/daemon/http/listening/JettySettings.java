package org.supervisor4j.daemon.http.listening;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCompliance.Violation;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** How Jetty is set up: small, and as strict as the clients of the original allow. */
public final class JettySettings {
    /** Threads that work on requests, besides one for each server. */
    private static final int WORKERS = 8;

    /** The reference sweeps connections that have been idle for longer. */
    private static final long IDLE_MILLIS = 30 * 60 * 1000L;

    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int BUFFER_BYTES = 8 * 1024;

    private JettySettings() {}

    /** @param servers how many connectors will be added */
    public static Server newServer(int servers) {
        // One more than look out for requests: where there will never be another, it serves them.
        HttpThreads threads = new HttpThreads(WORKERS + servers, servers + 1);
        Server server = new Server(
                threads,
                new ScheduledExecutorScheduler("http-timeouts", true),
                new ArrayByteBufferPool(0, 4096, 64 * 1024, 64, 1 << 20, 1 << 20));
        server.setErrorHandler(new ErrorAnswer());
        server.setStopTimeout(0);
        return server;
    }

    public static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        // We write Server and Date ourselves, in the reference's order.
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setInputBufferSize(BUFFER_BYTES);
        configuration.setOutputBufferSize(BUFFER_BYTES);
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        configuration.setIdleTimeout(IDLE_MILLIS);
        // Clients on Unix sockets send all kinds of Host, and nothing here depends on it.
        configuration.setHttpCompliance(HttpCompliance.RFC9110.with(
                "supervisor4j", Violation.UNSAFE_HOST_HEADER, Violation.MISMATCHED_AUTHORITY));
        // Else Jetty takes a Unix socket's path for a host where a request names none, and refuses it.
        configuration.setServerAuthority(new HostPort("localhost"));
        // A path is only ever compared with names, never used as one: whatever it holds can't lead astray.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return configuration;
    }

    public static void limit(AbstractConnector connector, ServerShare share) {
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.addBean(new ConnectionLimit(connector, share));
    }
}
