package org.supervisor4j.daemon.web;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for work that comes now and then: it does one thing after the other, and when there has been nothing to do
 * for a while it is gone, until there is again. Any thread.
 */
public final class OccasionalThread {
    private static final long KEPT_SECONDS = 5;

    /** How long what is being done at the end may take. */
    private static final long FAREWELL_SECONDS = 1;

    private final ScheduledThreadPoolExecutor executor;

    /** @param name as a list of the daemon's threads shows it */
    public OccasionalThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        executor.setKeepAliveTime(KEPT_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does this when all that was asked for before is done; false if it has been {@linkplain #end ended}. */
    public boolean run(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /** Does this once, later. On the thread itself. */
    ScheduledFuture<?> runIn(long millis, Runnable task) {
        return executor.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** Does this again and again, with so much time between. On the thread itself. */
    public ScheduledFuture<?> runEvery(long millis, Runnable task) {
        return executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Does this as the last thing, and waits a moment for it. */
    public void end(Runnable last) {
        run(last);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
