package org.supervisor4j.daemon.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that takes too long over the head of a request, or over its TLS handshake: whoever sends a byte
 * now and then is never idle, and would keep others out. Jetty has a limit for idle connections only. Any thread.
 */
final class HeadDeadline {
    /** From the first bytes to the last; a request that is not sent slowly on purpose takes one round trip. */
    static final long SECONDS = 20;

    private final Scheduler scheduler;
    private final EndPoint endPoint;
    private Scheduler.@Nullable Task task;
    private long request;

    HeadDeadline(Scheduler scheduler, EndPoint endPoint) {
        this.scheduler = scheduler;
        this.endPoint = endPoint;
    }

    /**
     * To be called whenever something has come.
     *
     * @param unfinished whether a head has begun and not ended
     * @param count how many requests there were before: a deadline is for one of them
     */
    synchronized void update(boolean unfinished, long count) {
        if (task != null && (!unfinished || count != request)) {
            task.cancel();
            task = null;
        }
        if (unfinished && task == null) {
            request = count;
            task = scheduler.schedule(
                    () -> endPoint.close(new TimeoutException("too long over a request's head")),
                    SECONDS,
                    TimeUnit.SECONDS);
        }
    }
}
