package org.supervisor4j.daemon.http.listening;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that takes too long over the head of a request, over its TLS handshake, or over its end after a
 * bad request: a client that sends a byte now and then is never idle, and would keep others out. Jetty has a limit for
 * idle connections only. Any thread.
 */
public final class HeadDeadline {
    /** From the first bytes to the last; a request that is not sent slowly on purpose takes one round trip. */
    public static final long SECONDS = 20;

    /** What {@code unfinished} says when no head has begun. */
    static final long NONE = -1;

    private final Scheduler scheduler;
    private final EndPoint endPoint;
    private final LongSupplier unfinished;
    private Scheduler.@Nullable Task task;
    private long request = NONE;

    /** @param unfinished which request's head has begun and not ended, the first being 0; or {@link #NONE} */
    HeadDeadline(Scheduler scheduler, EndPoint endPoint, LongSupplier unfinished) {
        this.scheduler = scheduler;
        this.endPoint = endPoint;
        this.unfinished = unfinished;
    }

    /**
     * To be called whenever something has come. It asks by itself how things are: another thread may have read on, and
     * what the caller saw may be over.
     */
    synchronized void update() {
        long now = unfinished.getAsLong();
        if (now == request) {
            return;
        }
        cancel();
        request = now;
        if (now != NONE) {
            task = scheduler.schedule(
                    () -> endPoint.close(new TimeoutException("too long over a request's head")),
                    SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    /** To be called at the end. */
    synchronized void cancel() {
        if (task != null) {
            task.cancel();
            task = null;
        }
    }
}
