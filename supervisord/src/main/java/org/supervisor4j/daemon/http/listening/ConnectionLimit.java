package org.supervisor4j.daemon.http.listening;

import java.nio.channels.SelectableChannel;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server at no more connections than it may have. A newcomer gets the place of one that waits for no answer: of
 * those that were never answered the oldest, or else the one that has been silent for longest; and if there is none,
 * that of a client that has not been reading its answer. So a crowd of idle or slow connections keeps nobody out, and
 * clients that were served before stay as long as there are others. Nobody is cut off while an answer is on its way or
 * a log is followed; if all are at that, newcomers wait in the system's queue.
 *
 * <p>Called by selecting threads and the scheduler's.
 */
public final class ConnectionLimit implements SelectorManager.AcceptListener {
    /** So many more may be about to be closed: they keep their descriptors for a moment. */
    private static final int MOST_CLOSING = 32;

    /** How long to wait before looking again whether one of the busy ones is so no longer. */
    private static final long RETRY_MILLIS = 50;

    /** How long a client may stop reading while others want in. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final Comparator<EndPoint> closingOrder =
            Comparator.comparing(ConnectionLimit::wasServed).thenComparingLong(this::rank);
    private final AbstractConnector connector;
    private final ServerShare share;
    /** All that are open or about to be closed, each with its number in the order of their coming. */
    private final IdentityHashMap<SelectableChannel, Long> channels = new IdentityHashMap<>();

    private long accepted;
    private boolean full;
    private boolean ended;

    ConnectionLimit(AbstractConnector connector, ServerShare share) {
        this.connector = connector;
        this.share = share;
    }

    @Override
    public synchronized void onAccepting(SelectableChannel channel) {
        channels.put(channel, accepted++);
        if (ended) {
            IO.close(channel);
            return;
        }
        if (channels.size() > share.connections()) {
            nextToClose().ifPresent(EndPoint::close);
        }
        if (!hasRoom()) {
            pause();
        }
    }

    /**
     * To be called when there was no descriptor for a newcomer. An idle connection makes room, and none is accepted for
     * a moment: the system would tell at once, again and again, that somebody waits.
     */
    synchronized void onTooManyOpenFiles() {
        nextToClose().ifPresent(EndPoint::close);
        pause();
    }

    private void pause() {
        if (!full && !ended) {
            full = true;
            connector.setAccepting(false);
            lookAgainLater();
        }
    }

    @Override
    public synchronized void onAcceptFailed(SelectableChannel channel, @Nullable Throwable cause) {
        channels.remove(channel);
    }

    @Override
    public synchronized void onClosed(SelectableChannel channel) {
        channels.remove(channel);
    }

    /**
     * Closes what is still open, now and from now on. To be called when the connector has stopped: Jetty forgets those
     * that were accepted meanwhile, and they would wait for an answer for as long as the daemon lives.
     */
    public synchronized void end() {
        ended = true;
        channels.keySet().forEach(IO::close);
    }

    private boolean hasRoom() {
        int limit = share.connections();
        return channels.size() < limit
                || (channels.size() < limit + MOST_CLOSING && nextToClose().isPresent());
    }

    private void lookAgainLater() {
        connector.getScheduler().schedule(this::lookAgain, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void lookAgain() {
        if (ended) {
            return;
        }
        if (!hasRoom()) {
            // Programs may have been added since, so that there are too many by far.
            nextToClose().ifPresent(EndPoint::close);
        } else if (isLetGo()) {
            full = false;
            connector.setAccepting(true);
            return;
        }
        lookAgainLater();
    }

    /**
     * Whether the selector has done what it was told when accepting ended. On a busy machine that may take a while, and
     * Jetty closes a listening channel that comes back before: nobody would be served there any more. Its connector of
     * Unix sockets goes on accepting whatever it is told, and has nothing to let go.
     */
    private boolean isLetGo() {
        return !(connector instanceof ServerConnector inet)
                || (inet.getTransport() instanceof SelectableChannel listening && !listening.isRegistered());
    }

    private Optional<EndPoint> nextToClose() {
        return firstOf(ConnectionLimit::waitsForNothing).or(() -> firstOf(ConnectionLimit::takesNothing));
    }

    private Optional<EndPoint> firstOf(Predicate<EndPoint> kind) {
        return connector.getConnectedEndPoints().stream()
                .filter(endPoint -> endPoint.isOpen() && kind.test(endPoint))
                .min(closingOrder);
    }

    /** Whether something has been there for the client for a while, and it does not read. */
    private static boolean takesNothing(EndPoint endPoint) {
        return endPoint instanceof AbstractEndPoint point
                && point.getWriteFlusher().isPending()
                && point.getIdleFor() > PATIENCE_MILLIS;
    }

    /** Whether no whole request is there that has not been answered. */
    private static boolean waitsForNothing(EndPoint endPoint) {
        HttpConnection http = httpOf(endPoint);
        return http != null && !http.getParser().isState(HttpParser.State.END);
    }

    private static boolean wasServed(EndPoint endPoint) {
        HttpConnection http = httpOf(endPoint);
        return http != null && http.getMessagesOut() > 0;
    }

    /**
     * For those that were never served the order in which they came, for others how long they are silent; the lowest
     * goes first.
     */
    private long rank(EndPoint endPoint) {
        return wasServed(endPoint) && endPoint instanceof IdleTimeout timed
                ? -timed.getIdleFor()
                : channels.getOrDefault((SelectableChannel) endPoint.getTransport(), accepted);
    }

    /** Null for a moment at the beginning. */
    private static @Nullable HttpConnection httpOf(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        if (connection instanceof HttpConnection http) {
            return http;
        }
        return connection instanceof SslConnection tls
                        && tls.getSslEndPoint().getConnection() instanceof HttpConnection http
                ? http
                : null;
    }
}
