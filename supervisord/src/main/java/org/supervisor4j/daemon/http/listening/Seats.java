package org.supervisor4j.daemon.http.listening;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Monotonic;

/**
 * The seats of one listener for answers that go on and on. When all are taken, a newcomer gets the seat of whoever has
 * it for longest, whose connection ends; but everybody may keep it for a minute. So a crowd can make somebody wait, and
 * cannot keep him out. Any thread.
 */
public final class Seats {
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** When somebody who gets none may ask again. */
    private static final int RETRY_SECONDS = 10;

    private final IntSupplier most;
    private final Monotonic monotonic;
    private final Deque<Seat> taken = new ArrayDeque<>();

    /** Somebody's, in the order of their coming. */
    private record Seat(long since, EndPoint endPoint) {}

    /** @param most how many there are at the moment */
    Seats(IntSupplier most, Monotonic monotonic) {
        this.most = most;
        this.monotonic = monotonic;
    }

    /** What is done by somebody who has a seat. */
    @FunctionalInterface
    public interface Answer {
        /** @param callback gives the seat back */
        void begin(Callback callback);
    }

    /** Answers, or says when to come again. */
    public void take(Request request, Response response, Callback callback, Answer answer) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        Optional<Callback> seated = take(endPoint, callback);
        if (seated.isPresent()) {
            answer.begin(seated.get());
        } else {
            response.getHeaders().remove("X-Accel-Buffering");
            response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
            ErrorAnswer.send(response, callback, 503);
        }
    }

    /** The callback to complete instead, or nothing if there is no seat. */
    public Optional<Callback> take(EndPoint endPoint, Callback callback) {
        Seat seat = new Seat(monotonic.nanos(), endPoint);
        Seat leaving;
        synchronized (this) {
            leaving = leaving(seat.since());
            if (taken.size() >= most.getAsInt()) {
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
        return may && taken.size() >= most.getAsInt() ? taken.remove() : null;
    }

    private synchronized void leave(Seat seat) {
        taken.remove(seat);
    }
}
