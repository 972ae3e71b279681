package org.supervisor4j.daemon.http.follow;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.web.OccasionalThread;

/**
 * All clients that follow logs. One thread looks at all the files, ten times a second, while there are any; without
 * followers there is neither a timer nor, after a while, a thread.
 */
public final class LogFollowers implements AutoCloseable {
    private static final long POLL_MILLIS = 100;

    /** How long a terminal may be stopped, in milliseconds. */
    private static final long PATIENCE_MILLIS = 10 * 60 * 1000L;

    private static final int CHUNK = 64 * 1024;

    private final OccasionalThread thread = new OccasionalThread("log-tails");
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private final Set<LogFollower> followers = new HashSet<>();
    private final long mostLooks;
    private @Nullable ScheduledFuture<?> poll;

    public LogFollowers() {
        this(PATIENCE_MILLIS);
    }

    /** @param patienceMillis how long a client may take nothing of what there is for it */
    public LogFollowers(long patienceMillis) {
        mostLooks = patienceMillis / POLL_MILLIS;
    }

    /**
     * Begins to send the file to a client, until the client goes away. The file is closed by this object. Any thread.
     */
    public void follow(FollowedFile file, Request request, Response response, Callback callback) {
        LogFollower follower = new LogFollower(this, file, new StreamedBody(request, response), callback);
        request.addIdleTimeoutListener(timeout -> false);
        if (!thread.run(() -> add(follower, request))) {
            follower.end(stopping());
        }
    }

    private void add(LogFollower follower, Request request) {
        followers.add(follower);
        if (poll == null) {
            poll = thread.runEvery(POLL_MILLIS, this::pumpAll);
        }
        follower.begin(request, buffer);
    }

    private void pumpAll() {
        List.copyOf(followers).forEach(follower -> follower.look(buffer));
    }

    /** Whether a client has taken nothing in so many looks that it is given up. */
    boolean areTooMany(int looks) {
        return looks > mostLooks;
    }

    /** A follower's write is through: it can take more. Any thread. */
    void written(LogFollower follower) {
        thread.run(() -> {
            follower.markWritten();
            if (followers.contains(follower)) {
                follower.pump(buffer);
            }
        });
    }

    /** A follower's client is gone. Any thread. */
    void gone(LogFollower follower, Throwable reason) {
        thread.run(() -> remove(follower, reason));
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
        thread.end(() -> List.copyOf(followers).forEach(follower -> remove(follower, stopping())));
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException("the server is stopping");
    }
}
