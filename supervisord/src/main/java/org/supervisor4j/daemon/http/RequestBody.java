package org.supervisor4j.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Reads what a POST brought, without holding a thread, and never more than a limit. One thread at a time. */
final class RequestBody {
    /** In bytes. The reference has no limit, so anybody who may connect can fill its memory. */
    static final int MAX_BYTES = 1 << 20;

    /** How long all of it may take. The connection itself may be idle for longer, but only between requests. */
    static final long MAX_SECONDS = 30;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final BiConsumer<byte[], Callback> then;
    private final int announced;
    private final LargeRoom room;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Scheduler.@Nullable Task deadline;

    private RequestBody(
            Request request, Response response, Callback callback, int announced, BiConsumer<byte[], Callback> then) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.then = then;
        this.announced = announced;
        this.room = ListenerPolicy.of(request).bodies();
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
            int announced = chunked ? MAX_BYTES : (int) request.getLength();
            new RequestBody(request, response, callback, announced, then).receive();
        }
    }

    private void receive() {
        if (room.enter(announced)) {
            readWhatIsThere();
        } else {
            refuse(response, callback, 503);
        }
    }

    private void readWhatIsThere() {
        Content.Chunk chunk = request.read();
        while (chunk != null && !isEnd(chunk)) {
            chunk = request.read();
        }
        if (chunk == null) {
            startDeadline();
            request.demand(this::readWhatIsThere);
        }
    }

    /** Most bodies come with their heads, and need none. */
    private void startDeadline() {
        if (deadline == null) {
            deadline = request.getComponents()
                    .getScheduler()
                    .schedule(() -> request.fail(new TimeoutException()), MAX_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Takes a chunk; whether no more of them is to be read, for one reason or another. */
    private boolean isEnd(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            stopReading();
            // The client went away or sent garbage; whether it still hears this is its own affair.
            ErrorAnswer.send(response, callback, 400);
            return true;
        }
        boolean fits = add(chunk.getByteBuffer());
        boolean last = chunk.isLast();
        chunk.release();
        if (!fits) {
            stopReading();
            refuse(response, callback, 413);
        } else if (last) {
            stopReading();
            keep(body.toByteArray());
        }
        return last || !fits;
    }

    private boolean add(ByteBuffer bytes) {
        if (bytes.remaining() > MAX_BYTES - body.size()) {
            return false;
        }
        body.writeBytes(BufferUtil.toArray(bytes));
        return true;
    }

    private void stopReading() {
        if (deadline != null) {
            deadline.cancel();
        }
        room.leave(announced);
    }

    /** The body stays until the request is answered, which may take long. */
    private void keep(byte[] whole) {
        room.enterUntil(callback, whole.length)
                .ifPresentOrElse(counted -> then.accept(whole, counted), () -> refuse(response, callback, 503));
    }

    /** The rest of the body is not waited for. */
    private static void refuse(Response response, Callback callback, int status) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        ErrorAnswer.send(response, callback, status);
    }
}
