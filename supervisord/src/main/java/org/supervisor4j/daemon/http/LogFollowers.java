package org.supervisor4j.daemon.http;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who follows a log. One thread looks at all the files, ten times a second, while there is anybody; without
 * followers there is neither a timer nor, after a while, a thread.
 */
final class LogFollowers implements AutoCloseable {
    private static final long POLL_MILLIS = 100;
    private static final long THREAD_KEPT_SECONDS = 5;
    private static final int CHUNK = 64 * 1024;

    private final ScheduledThreadPoolExecutor thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private final Set<LogFollower> followers = new HashSet<>();
    private @Nullable ScheduledFuture<?> poll;

    LogFollowers() {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "log-tails");
            made.setDaemon(true);
            return made;
        });
        thread.setKeepAliveTime(THREAD_KEPT_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Begins to send the file to a client, until the client goes away. The file becomes ours. Any thread. */
    void follow(FollowedFile file, Request request, Response response, Callback callback) {
        LogFollower follower = new LogFollower(this, file, response, callback);
        request.addIdleTimeoutListener(timeout -> false);
        try {
            thread.execute(() -> add(follower, request));
        } catch (RejectedExecutionException stopping) {
            follower.end(stopping);
        }
    }

    private void add(LogFollower follower, Request request) {
        followers.add(follower);
        if (poll == null) {
            poll = thread.scheduleWithFixedDelay(this::pumpAll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        follower.begin(request, buffer);
    }

    private void pumpAll() {
        List.copyOf(followers).forEach(follower -> follower.pump(buffer));
    }

    /** A follower's write is through: it can take more. Any thread. */
    void written(LogFollower follower) {
        run(() -> {
            follower.markWritten();
            if (followers.contains(follower)) {
                follower.pump(buffer);
            }
        });
    }

    /** A follower's client is gone. Any thread. */
    void gone(LogFollower follower, Throwable reason) {
        run(() -> remove(follower, reason));
    }

    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException stopping) {
            // All followers have been ended by then.
            return;
        }
    }

    private void remove(LogFollower follower, Throwable reason) {
        if (followers.remove(follower)) {
            follower.end(reason);
        }
        if (followers.isEmpty() && poll != null) {
            poll.cancel(false);
            poll = null;
        }
    }

    /** Ends all streams. No more can begin. */
    @Override
    public void close() {
        thread.execute(() -> List.copyOf(followers)
                .forEach(follower -> remove(follower, new IllegalStateException("the server is stopping"))));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
