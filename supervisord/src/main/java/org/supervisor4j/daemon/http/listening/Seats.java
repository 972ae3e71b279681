package org.supervisor4j.daemon.http.listening;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Monotonic;

/**
 * The seats of one server for answers that go on and on. When all are taken, a newcomer gets the seat of the client
 * that has had it for longest, whose connection ends; but each may keep its seat for a minute. So a crowd can make a
 * client wait, and cannot keep it out. Any thread.
 */
public final class Seats {
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** When a client that gets none may ask again. */
    private static final int RETRY_SECONDS = 10;

    private final IntSupplier count;
    private final Monotonic monotonic;
    private final Deque<Seat> taken = new ArrayDeque<>();

    /** The seat of one client. */
    private record Seat(long since, EndPoint endPoint) {}

    /** @param count how many there are at the moment */
    Seats(IntSupplier count, Monotonic monotonic) {
        this.count = count;
        this.monotonic = monotonic;
    }

    /**
     * Answers, or says when to come again.
     *
     * @param answer is given a callback that gives the seat back
     */
    public void take(Request request, Response response, Callback callback, Consumer<Callback> answer) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        Optional<Callback> seated = take(endPoint, callback);
        if (seated.isPresent()) {
            answer.accept(seated.get());
        } else {
            response.getHeaders().remove("X-Accel-Buffering");
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
            ErrorAnswer.send(response, callback, 503);
        }
    }

    /** The callback to complete instead, or nothing if there is no seat. */
    Optional<Callback> take(EndPoint endPoint, Callback callback) {
        Seat seat = new Seat(monotonic.nanos(), endPoint);
        Seat leaving;
        synchronized (this) {
            leaving = leaving(seat.since());
            if (taken.size() >= count.getAsInt()) {
                return Optional.empty();
            }
            taken.add(seat);
        }
        if (leaving != null) {
            leaving.endPoint().close(new TimeoutException("others want to be served, too"));
        }
        return Optional.of(Callback.from(callback, () -> leave(seat)));
    }

    /** Gives the oldest seat up, if that is needed and allowed. */
    private @Nullable Seat leaving(long now) {
        Seat oldest = taken.peek();
        boolean may = oldest != null && now - oldest.since() >= KEPT_NANOS;
        return may && taken.size() >= count.getAsInt() ? taken.remove() : null;
    }

    private synchronized void leave(Seat seat) {
        taken.remove(seat);
    }
}
