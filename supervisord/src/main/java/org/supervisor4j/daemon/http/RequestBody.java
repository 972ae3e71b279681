package org.supervisor4j.daemon.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

/** Reads what a POST brought, without holding a thread, and never more than a limit. */
final class RequestBody {
    /** In bytes. The reference has no limit, so anybody who may connect can fill its memory. */
    static final int MAX_BYTES = 1 << 20;

    /** How long all of it may take. The connection itself may be idle for longer, but only between requests. */
    private static final long MAX_SECONDS = 60;

    private RequestBody() {}

    /**
     * Hands over the whole body when it is there; answers with 411 or 413 instead where there is none or too much.
     *
     * @param then must not throw
     */
    static void read(Request request, Response response, Callback callback, Consumer<byte[]> then) {
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (request.getLength() < 0 && !chunked) {
            ErrorAnswer.send(response, callback, 411);
        } else if (request.getLength() > MAX_BYTES) {
            tooLarge(response, callback);
        } else {
            Scheduler.Task deadline = request.getComponents()
                    .getScheduler()
                    .schedule(() -> request.fail(new TimeoutException()), MAX_SECONDS, TimeUnit.SECONDS);
            Content.Source.asByteArrayAsync(
                    request,
                    MAX_BYTES,
                    Promise.Invocable.from(
                            InvocationType.BLOCKING,
                            body -> {
                                deadline.cancel();
                                then.accept(body);
                            },
                            failure -> {
                                deadline.cancel();
                                fail(response, callback, failure);
                            }));
        }
    }

    private static void fail(Response response, Callback callback, @Nullable Throwable failure) {
        if (failure instanceof IllegalStateException
                || (failure instanceof HttpException http && http.getCode() == 413)) {
            tooLarge(response, callback);
        } else {
            // The client went away or sent garbage; whether it still hears this is its own affair.
            ErrorAnswer.send(response, callback, 400);
        }
    }

    private static void tooLarge(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        ErrorAnswer.send(response, callback, 413);
    }
}
