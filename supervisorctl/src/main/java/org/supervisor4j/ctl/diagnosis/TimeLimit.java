package org.supervisor4j.ctl.diagnosis;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A limit for looking at something that may never answer: a daemon, a file server that is gone, a name service. The
 * look is taken on a thread of its own, which is left to itself when the time is over.
 *
 * @param seconds how long it may take
 */
record TimeLimit(int seconds) {
    /**
     * Takes a look.
     *
     * @param late what to say if it takes too long
     * @return what was found, or the one finding
     */
    List<DoctorFinding> run(Callable<List<DoctorFinding>> look, String late) {
        List<DoctorFinding> found = orNull(look);
        return found == null ? List.of(DoctorFinding.bad(late)) : found;
    }

    /**
     * Does something and answers with what it makes; null if it takes too long.
     *
     * @throws IllegalStateException if it throws: it is to deal with its failures itself
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
