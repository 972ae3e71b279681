package org.supervisor4j.ctl.diagnosis;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One thing to look at that may never end: a daemon that does not answer, a file server that is gone, a name service.
 * It is done on a thread of its own, which is left to itself when its time is over.
 *
 * @param seconds how long it may take
 */
record Step(int seconds) {
    /**
     * Does it.
     *
     * @param late what to say if it takes too long
     * @return what was found, or the one finding
     */
    List<Finding> run(Callable<List<Finding>> look, String late) {
        List<Finding> found = orNull(look);
        return found == null ? List.of(Finding.bad(late)) : found;
    }

    /**
     * Does something and answers with what it makes; null if it takes too long.
     *
     * @throws IllegalStateException for what it throws itself: a step deals with its failures
     */
    <T> @Nullable T orNull(Callable<T> look) {
        FutureTask<T> task = new FutureTask<>(look);
        Thread thread = new Thread(task, "doctor");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            // An interrupt closes a socket that it waits for.
            task.cancel(true);
            return null;
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
