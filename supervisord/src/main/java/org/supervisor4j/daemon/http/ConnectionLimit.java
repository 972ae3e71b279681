package org.supervisor4j.daemon.http;

import java.nio.channels.SelectableChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;

/**
 * Lets newcomers wait in the system's queue while a server has as many connections as it may have, and shortens the
 * patience with idle ones until there is room again. Nobody is turned away: whoever was accepted while the limit was
 * being reached (at most one for each accepting thread) is served too, where Jetty's own limit would hang up on them.
 *
 * <p>Called by accepting and selecting threads.
 */
final class ConnectionLimit implements SelectorManager.AcceptListener {
    private final AbstractConnector connector;
    private final int most;
    private final long crowdedIdleMillis;
    private int connections;

    ConnectionLimit(AbstractConnector connector, int most, long crowdedIdleMillis) {
        this.connector = connector;
        this.most = most;
        this.crowdedIdleMillis = crowdedIdleMillis;
    }

    @Override
    public synchronized void onAccepting(SelectableChannel channel) {
        connections++;
        if (connections == most) {
            setAccepting(false, crowdedIdleMillis);
        }
    }

    @Override
    public synchronized void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        onGone();
    }

    @Override
    public synchronized void onClosed(SelectableChannel channel) {
        onGone();
    }

    private void onGone() {
        connections--;
        if (connections == most - 1) {
            setAccepting(true, connector.getIdleTimeout());
        }
    }

    private void setAccepting(boolean accepting, long idleMillis) {
        connector.setAccepting(accepting);
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            endPoint.setIdleTimeout(idleMillis);
        }
    }
}
