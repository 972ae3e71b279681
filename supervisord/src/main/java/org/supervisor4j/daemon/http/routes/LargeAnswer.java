package org.supervisor4j.daemon.http.routes;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.http.listening.MemoryShare;
import org.supervisor4j.daemon.http.listening.ServerPolicy;

/** Sends answers that may be large, and are in memory until their clients have taken them. Any thread. */
final class LargeAnswer {
    /** How long a client may take to read what is large. */
    private static final long READING_MINUTES = 10;

    private LargeAnswer() {}

    /** Where there is too little room for it, 503. The body must not change any more. */
    static void send(Request request, Response response, Callback callback, byte[] body) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        if (body.length <= MemoryShare.SMALL) {
            SlicedBody.send(body, response, callback);
            return;
        }
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        ServerPolicy.of(request)
                .answers()
                .enterUntil(callback, body.length)
                .ifPresentOrElse(
                        counted -> {
                            Scheduler.Task deadline = request.getComponents()
                                    .getScheduler()
                                    .schedule(
                                            () -> endPoint.close(new TimeoutException("too long over an answer")),
                                            READING_MINUTES,
                                            TimeUnit.MINUTES);
                            SlicedBody.send(body, response, Callback.from(counted, deadline::cancel));
                        },
                        () -> ErrorAnswer.send(response, callback, 503));
    }
}
