package org.supervisor4j.daemon.http.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Watches the client's side of a connection on which only the server has something to say. A client that goes away
 * while the server is quiet would stay unnoticed otherwise: nothing is written that could fail. Bytes that it still
 * sends (it has no business to) are dropped.
 */
public final class Hangup {
    private final EndPoint endPoint;
    private final Consumer<Throwable> gone;

    private Hangup(EndPoint endPoint, Consumer<Throwable> gone) {
        this.endPoint = endPoint;
        this.gone = gone;
    }

    /**
     * Begins to watch.
     *
     * @param gone called once, on any thread
     */
    public static void watch(Request request, Consumer<Throwable> gone) {
        new Hangup(request.getConnectionMetaData().getConnection().getEndPoint(), gone).await();
    }

    private void await() {
        endPoint.tryFillInterested(Callback.from(this::look, gone));
    }

    private void look() {
        ByteBuffer dropped = BufferUtil.allocate(256);
        try {
            if (endPoint.fill(dropped) < 0) {
                gone.accept(new EofException("the client is gone"));
            } else {
                await();
            }
        } catch (IOException e) {
            gone.accept(e);
        }
    }
}
