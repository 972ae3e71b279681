package org.supervisor4j.daemon.http.listening;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.util.Callback;

/**
 * One server's memory for large requests, or for large answers until their clients have taken them. A client that would
 * need more than is left is refused, so that hundreds of connections can't fill the daemon's heap. Any thread.
 */
public final class MemoryShare {
    /** Up to this size nothing is counted: there may be one for each connection. In bytes. */
    public static final int SMALL = 64 * 1024;

    private final Semaphore bytes;

    /** @param size in bytes */
    MemoryShare(int size) {
        this.bytes = new Semaphore(size);
    }

    /** Takes room for so many bytes; whether there was any. */
    public boolean enter(int size) {
        return size <= SMALL || bytes.tryAcquire(size);
    }

    /** Gives back what was taken. */
    public void leave(int size) {
        if (size > SMALL) {
            bytes.release(size);
        }
    }

    /** Takes room until the callback is completed: the one to complete instead, or nothing if there is too little. */
    public Optional<Callback> enterUntil(Callback callback, int size) {
        if (size <= SMALL) {
            return Optional.of(callback);
        }
        return enter(size) ? Optional.of(Callback.from(callback, () -> leave(size))) : Optional.empty();
    }
}
