package org.supervisor4j.daemon.http.routes;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.http.listening.MemoryShare;
import org.supervisor4j.daemon.http.listening.ServerPolicy;

/** Reads the body of a POST, without holding a thread, and never more than a limit. */
public final class RequestBody {
    /** In bytes. The reference has no limit, so anybody who may connect can fill its memory. */
    public static final int MAX_BYTES = 1 << 20;

    /** How long all of it may take. The connection itself may be idle for longer, but only between requests. */
    public static final long MAX_SECONDS = 30;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final int announced;
    private final MemoryShare room;
    private Scheduler.@Nullable Task deadline;
    private boolean isRead;

    private RequestBody(Request request, Response response, Callback callback, int announced) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.announced = announced;
        this.room = ServerPolicy.of(request).bodies();
    }

    /**
     * Hands over the whole body when it is there; answers instead where there is none (411), too much (413), or where
     * others send so much already that there is no room (503).
     *
     * @param then takes the body, and the callback to complete when it is not needed any more; must not throw
     */
    static void read(Request request, Response response, Callback callback, BiConsumer<byte[], Callback> then) {
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (request.getLength() < 0 && !chunked) {
            ErrorAnswer.send(response, callback, 411);
        } else if (request.getLength() > MAX_BYTES) {
            refuse(response, callback, 413);
        } else {
            // How long a chunked body is shows at its end.
            new RequestBody(request, response, callback, chunked ? MAX_BYTES : (int) request.getLength()).receive(then);
        }
    }

    private void receive(BiConsumer<byte[], Callback> then) {
        if (!room.enter(announced)) {
            refuse(response, callback, 503);
            return;
        }
        Content.Source.asByteArrayAsync(
                request,
                MAX_BYTES,
                Promise.Invocable.from(
                        InvocationType.BLOCKING,
                        body -> {
                            stopReading();
                            keep(body, then);
                        },
                        failure -> {
                            stopReading();
                            fail(failure);
                        }));
        startDeadline();
    }

    /** Most bodies come with their heads: they have been read by now, and need none. */
    private synchronized void startDeadline() {
        if (!isRead) {
            deadline = request.getComponents()
                    .getScheduler()
                    .schedule(() -> request.fail(new TimeoutException()), MAX_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void stopReading() {
        synchronized (this) {
            isRead = true;
            if (deadline != null) {
                deadline.cancel();
            }
        }
        room.leave(announced);
    }

    /** The body stays until the request is answered, which may take long. */
    private void keep(byte[] body, BiConsumer<byte[], Callback> then) {
        room.enterUntil(callback, body.length)
                .ifPresentOrElse(counted -> then.accept(body, counted), () -> refuse(response, callback, 503));
    }

    private void fail(@Nullable Throwable failure) {
        if (failure instanceof IllegalStateException
                || (failure instanceof HttpException http && http.getCode() == 413)) {
            refuse(response, callback, 413);
        } else {
            // The client went away or sent garbage; whether it still hears this is its own affair.
            ErrorAnswer.send(response, callback, 400);
        }
    }

    /** The rest of the body is not waited for. */
    private static void refuse(Response response, Callback callback, int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        ErrorAnswer.send(response, callback, status);
    }
}
