package org.supervisor4j.daemon.http.routes;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Sends a body in slices, the next one when the one before is with the system. Java copies what is written into memory
 * that it keeps for each thread, so a whole log at once would be there many times over, for good.
 */
final class SlicedBody extends IteratingNestedCallback {
    private static final int SLICE_BYTES = 64 * 1024;

    private final ByteBuffer rest;
    private final Response response;
    private boolean lastSent;

    private SlicedBody(byte[] body, Response response, Callback callback) {
        super(callback);
        this.rest = ByteBuffer.wrap(body);
        this.response = response;
    }

    /** Completes the callback when all is sent. The body must not change until then. */
    static void send(byte[] body, Response response, Callback callback) {
        if (body.length <= SLICE_BYTES) {
            response.write(true, ByteBuffer.wrap(body), callback);
        } else {
            new SlicedBody(body, response, callback).iterate();
        }
    }

    @Override
    protected Action process() {
        if (lastSent) {
            return Action.SUCCEEDED;
        }
        int length = Math.min(rest.remaining(), SLICE_BYTES);
        ByteBuffer slice = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        lastSent = !rest.hasRemaining();
        response.write(lastSent, slice, this);
        return Action.SCHEDULED;
    }
}
