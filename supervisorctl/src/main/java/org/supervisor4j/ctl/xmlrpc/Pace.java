package org.supervisor4j.ctl.xmlrpc;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.supervisor4j.ctl.xmlrpc.HttpProtocolException.Kind;

/**
 * How slow an answer that has begun may be: a head has {@value #SECONDS} seconds, and a body brings
 * {@value #LEAST_BYTES} bytes or its end in each such time. A server that sends a byte now and then keeps nobody
 * longer.
 *
 * <p>For one thread.
 */
final class Pace {
    private static final int SECONDS = 30;
    /** Less than the slowest modem brings. */
    private static final int LEAST_BYTES = 16 * 1024;

    private final LongSupplier clock;
    private boolean running;
    /** Whether bytes buy more time. */
    private boolean body;

    private long startedNanos;
    private int received;

    /** @param clock nanoseconds since some moment, never going back */
    Pace(LongSupplier clock) {
        this.clock = clock;
    }

    void startHead() {
        start(false);
    }

    void startBody() {
        start(true);
    }

    private void start(boolean ofBody) {
        running = true;
        body = ofBody;
        restart();
    }

    private void restart() {
        startedNanos = clock.getAsLong();
        received = 0;
    }

    void stop() {
        running = false;
    }

    boolean isRunning() {
        return running;
    }

    /** At least 1. */
    long millisLeft() throws HttpProtocolException {
        long left = SECONDS * 1000L - TimeUnit.NANOSECONDS.toMillis(clock.getAsLong() - startedNanos);
        if (left <= 0) {
            throw tooSlow();
        }
        return left;
    }

    void received(int count) {
        received += count;
        if (body && received >= LEAST_BYTES) {
            restart();
        }
    }

    HttpProtocolException tooSlow() {
        return new HttpProtocolException(
                Kind.TOO_SLOW,
                body
                        ? "timed out: less than " + LEAST_BYTES + " bytes of the answer in " + SECONDS + " seconds"
                        : "timed out: the head of the answer was not complete after " + SECONDS + " seconds");
    }
}
