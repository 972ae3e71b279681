package org.supervisor4j.daemon.http.routes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;

/** Counts the requests that are being answered, so that a shutdown can let the last answers out. Any thread. */
public final class InFlight {
    private final CountDownLatch drained = new CountDownLatch(1);
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
            drained.countDown();
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
        // A client that doesn't read its answer must not hold up the shutdown.
        var unused = drained.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }
}
