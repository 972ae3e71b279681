package org.supervisor4j.daemon.http.follow;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.os.OsException;

/**
 * One client that follows one log. At most one write is under way; while a client doesn't read, its file is not read
 * either. Touched on the thread of {@link LogFollowers} only, except where it says otherwise.
 */
final class LogFollower {
    private final LogFollowers owner;
    private final FollowedFile file;
    private final StreamedBody body;
    private final Callback callback;
    private boolean writing;
    private int looksWithoutProgress;

    LogFollower(LogFollowers owner, FollowedFile file, StreamedBody body, Callback callback) {
        this.owner = owner;
        this.file = file;
        this.body = body;
        this.callback = callback;
    }

    /** Sends the headers, even where the log is still empty, and what there is. */
    void begin(Request request, ByteBuffer buffer) {
        Hangup.watch(request, failure -> owner.gone(this, failure));
        pump(buffer);
        if (!writing) {
            writing = true;
            body.begin(whenWritten());
        }
    }

    /** Looks for what is new, or at how long the client has taken nothing. */
    void look(ByteBuffer buffer) {
        if (writing && owner.areTooMany(++looksWithoutProgress)) {
            owner.gone(this, new TimeoutException("the client does not read"));
        }
        pump(buffer);
    }

    /** @param buffer direct, lent for the time of the call */
    void pump(ByteBuffer buffer) {
        if (writing) {
            return;
        }
        try {
            buffer.clear();
            if (file.read(buffer) > 0) {
                writing = true;
                body.write(buffer.flip(), file.takeMissing(), whenWritten());
            }
        } catch (OsException | RuntimeException e) {
            // One follower's trouble must not stop the others.
            owner.gone(this, e);
        }
    }

    /** Completed on any thread. */
    private Callback whenWritten() {
        return Callback.from(() -> owner.written(this), failure -> owner.gone(this, failure));
    }

    void markWritten() {
        writing = false;
        looksWithoutProgress = 0;
    }

    /** Frees everything; the connection is not used again. */
    void end(Throwable reason) {
        file.close();
        callback.failed(reason);
    }
}
