package org.supervisor4j.daemon.http.listening;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.Executor;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's connectors, without threads of their own for accepting, and such that they stop at once when they are told
 * to: Jetty's would first accept everybody who is in the system's queue, so that a {@link ConnectionLimit} could be
 * overrun by a thousand.
 */
final class BoundedConnectors {
    private static final int NO_ACCEPTORS = 0;
    private static final int ONE_SELECTOR = 1;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int KEEP_ALIVE_PROBES = 4;

    private BoundedConnectors() {}

    static ServerConnector inet(Server server, ConnectionFactory... protocols) {
        return new InetConnector(server, protocols);
    }

    static UnixDomainServerConnector unix(Server server, ConnectionFactory protocol) {
        return new UnixConnector(server, protocol);
    }

    /** How the next connection is taken; null if nobody waits. */
    @FunctionalInterface
    private interface Acceptance {
        @Nullable
        SelectableChannel take() throws IOException;
    }

    private static @Nullable SelectableChannel next(AbstractConnector connector, Acceptance acceptance)
            throws IOException {
        if (!connector.isAccepting()) {
            return null;
        }
        try {
            return acceptance.take();
        } catch (IOException e) {
            // contract: strerror of EMFILE and ENFILE
            if (!String.valueOf(e.getMessage()).startsWith("Too many open files")) {
                throw e;
            }
            connector.getBean(ConnectionLimit.class).onTooManyOpenFiles();
            return null;
        }
    }

    private static final class InetConnector extends ServerConnector {
        InetConnector(Server server, ConnectionFactory... protocols) {
            super(server, null, null, null, NO_ACCEPTORS, ONE_SELECTOR, protocols);
        }

        /** Has the kernel notice, after two minutes of silence, that a client's machine is gone without a word. */
        @Override
        protected void configure(Socket socket) {
            super.configure(socket);
            try {
                socket.setKeepAlive(true);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_SECONDS / KEEP_ALIVE_PROBES);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
            } catch (IOException | UnsupportedOperationException gone) {
                // The connection is closed already, or the kernel knows no such thing: it is served all the same.
                return;
            }
        }

        @Override
        protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
            return new ServerConnectorManager(executor, scheduler, selectors) {
                @Override
                protected @Nullable SelectableChannel doAccept(SelectableChannel listening) throws IOException {
                    return next(InetConnector.this, () -> super.doAccept(listening));
                }
            };
        }
    }

    private static final class UnixConnector extends UnixDomainServerConnector {
        UnixConnector(Server server, ConnectionFactory protocol) {
            super(server, null, null, null, NO_ACCEPTORS, ONE_SELECTOR, protocol);
        }

        @Override
        protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
            return new UnixDomainSelectorManager(executor, scheduler, selectors) {
                @Override
                protected @Nullable SelectableChannel doAccept(SelectableChannel listening) throws IOException {
                    return next(UnixConnector.this, () -> super.doAccept(listening));
                }
            };
        }
    }
}
