package org.supervisor4j.ctl.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Tells a person on a terminal what is being waited for, once that takes long. */
final class Waiting {
    private static final int SECONDS = 10;

    private final CountDownLatch answered = new CountDownLatch(1);

    private Waiting() {}

    /**
     * Begins to wait; null where nobody would be told.
     *
     * @param told whether that has been said already
     */
    static @Nullable Waiting begin(Output errors, String method, AtomicBoolean told) {
        if (!errors.isTerminal() || told.get()) {
            return null;
        }
        Waiting waiting = new Waiting();
        Thread thread = new Thread(() -> waiting.tell(errors, method, told), "waiting");
        thread.setDaemon(true);
        thread.start();
        return waiting;
    }

    private void tell(Output errors, String method, AtomicBoolean told) {
        try {
            if (!answered.await(SECONDS, TimeUnit.SECONDS) && told.compareAndSet(false, true)) {
                Hints.forPeople(
                        errors,
                        "Hint: supervisord has not answered " + method + " for " + SECONDS + " seconds. Programs may"
                                + " take as long to start or stop; Ctrl-C ends the waiting only.");
            }
        } catch (InterruptedException | OutputFailedException nobodyToTell) {
            // the answer is what counts
        }
    }

    void end() {
        answered.countDown();
    }
}
