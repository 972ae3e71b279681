package org.supervisor4j.daemon.health.probing;

import org.supervisor4j.daemon.os.Connections;
import org.supervisor4j.daemon.os.OsException;

/**
 * Whether a connection can be made to an address that needs no look-up: the probe that there may be a thousand of, so
 * it needs no thread of its own. On the loop of the {@link Prober} only.
 */
final class ConnectProbe {
    private static final int NONE = -1;

    private final Prober prober;
    private final byte[] address;
    private final int port;
    private final ProbeCycle.Attempt attempt;
    private int socket = NONE;
    private boolean isWatched;

    ConnectProbe(Prober prober, byte[] address, int port, ProbeCycle.Attempt attempt) {
        this.prober = prober;
        this.address = address;
        this.port = port;
        this.attempt = attempt;
    }

    void begin() {
        try {
            socket = connections().begin(address, port);
            look();
            if (socket != NONE) {
                prober.watch(socket, false, true, this::look);
                isWatched = true;
            }
        } catch (OsException refused) {
            over(false, refused.errno().text());
        }
    }

    private Connections connections() {
        return prober.system.connections();
    }

    private void look() {
        try {
            if (connections().isConnected(socket, address, port)) {
                over(true, "connected");
            }
        } catch (OsException refused) {
            over(false, refused.errno().text());
        }
    }

    private void over(boolean good, String text) {
        close();
        attempt.answer(good, text);
    }

    void abort() {
        close();
        attempt.ended();
    }

    private void close() {
        if (socket != NONE) {
            if (isWatched) {
                prober.unwatch(socket);
            }
            prober.system.descriptors().close(socket);
            socket = NONE;
        }
    }
}
