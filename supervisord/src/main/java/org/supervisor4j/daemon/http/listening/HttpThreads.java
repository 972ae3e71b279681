package org.supervisor4j.daemon.http.listening;

import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads that serve clients. Without those of the start there is no start; where a later one is refused, that
 * costs a client time and nothing else: the work waits in the queue for the others.
 */
class HttpThreads extends QueuedThreadPool {
    private static final int IDLE_MILLIS = 30_000;

    /**
     * @param most how many there may be
     * @param least how many there are always
     */
    HttpThreads(int most, int least) {
        // Jetty's own queue costs 50 ms at its first use: it goes through method handles to learn a property.
        super(most, least, IDLE_MILLIS, new LinkedBlockingQueue<>());
        setName("http");
        setDaemon(true);
        setReservedThreads(1);
    }

    @Override
    protected void startThread() {
        try {
            super.startThread();
        } catch (OutOfMemoryError refused) {
            if (!isStarted()) {
                throw refused;
            }
            // It is tried again with the next piece of work.
        }
    }
}
