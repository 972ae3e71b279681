package org.supervisor4j.daemon.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.os.OsException;

/**
 * One client that follows one log. At most one write is under way; while a client doesn't read, its file is not read
 * either. Touched on the thread of {@link LogFollowers} only, except where it says otherwise.
 */
final class LogFollower {
    private final LogFollowers owner;
    private final FollowedFile file;
    private final Response response;
    private final Callback callback;
    private boolean writing;

    LogFollower(LogFollowers owner, FollowedFile file, Response response, Callback callback) {
        this.owner = owner;
        this.file = file;
        this.response = response;
        this.callback = callback;
    }

    /** Sends the headers, even where the log is still empty, and what there is. */
    void begin(Request request, ByteBuffer buffer) {
        Hangup.watch(request, failure -> owner.gone(this, failure));
        pump(buffer);
        if (!writing) {
            write(BufferUtil.EMPTY_BUFFER);
        }
    }

    /** @param buffer direct, lent for the time of the call */
    void pump(ByteBuffer buffer) {
        if (writing) {
            return;
        }
        try {
            buffer.clear();
            if (file.read(buffer) > 0) {
                buffer.flip();
                write(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
            }
        } catch (OsException | RuntimeException e) {
            // One follower's trouble must not stop the others.
            owner.gone(this, e);
        }
    }

    private void write(ByteBuffer bytes) {
        writing = true;
        response.write(false, bytes, Callback.from(this::written, failure -> owner.gone(this, failure)));
    }

    /** Any thread. */
    private void written() {
        owner.written(this);
    }

    void markWritten() {
        writing = false;
    }

    /** Frees everything; the connection is not used again. */
    void end(Throwable reason) {
        file.close();
        callback.failed(reason);
    }
}
