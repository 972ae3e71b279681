package org.supervisor4j.daemon.http.routes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.Callback;

/** Counts the requests that are being answered, so that a shutdown can let the last answers out. Any thread. */
public final class InFlight {
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();
    private int count;
    private boolean closing;

    /** Counts a request in until the returned callback, which passes on to the given one, is completed. */
    Callback begin(Callback callback) {
        synchronized (this) {
            count++;
        }
        return Callback.from(callback, this::end);
    }

    private synchronized void end() {
        count--;
        if (closing && count <= 0) {
            drained.complete(true);
        }
    }

    /** Waits until no request is being answered, but not longer than this; from now on this is for ever. */
    public void await(long timeoutMillis) throws InterruptedException {
        synchronized (this) {
            closing = true;
            if (count <= 0) {
                return;
            }
        }
        try {
            drained.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // A client that doesn't read its answer must not hold up the shutdown.
            return;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError("only ever completed with true", e);
        }
    }
}
