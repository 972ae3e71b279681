package org.supervisor4j.daemon.http.follow;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.supervisor4j.daemon.os.OsException;

/**
 * Sends a file, piece by piece as the client takes it, up to the size that it had at the beginning. It holds no thread
 * meanwhile, and one piece of memory.
 */
public final class LogDownload extends IteratingCallback {
    private static final int PIECE = 64 * 1024;

    private final OpenLogs logs;
    private final OpenLogs.Opened file;
    private final Response response;
    private final Callback callback;
    private final ByteBuffer piece;
    private long position;
    private boolean sent;

    private LogDownload(OpenLogs logs, OpenLogs.Opened file, Response response, Callback callback) {
        this.logs = logs;
        this.file = file;
        this.response = response;
        this.callback = callback;
        piece = ByteBuffer.allocateDirect((int) Math.max(1, Math.min(PIECE, size())));
    }

    /** Opens the file; {@link #iterate} begins to send it. */
    public static LogDownload open(OpenLogs logs, String path, Response response, Callback callback)
            throws OsException {
        return new LogDownload(logs, logs.open("download", path), response, callback);
    }

    /** In bytes. */
    public long size() {
        return file.status().size();
    }

    @Override
    protected Action process() throws OsException, EofException {
        if (sent) {
            return Action.SUCCEEDED;
        }
        piece.clear().limit((int) Math.min(piece.capacity(), size() - position));
        if (piece.hasRemaining() && logs.descriptors().readAt(file.descriptor(), piece, position) == 0) {
            throw new EofException("the log was cut short while it was being sent");
        }
        position += piece.flip().remaining();
        sent = position == size();
        response.write(sent, piece, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        logs.close(file);
        callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        logs.close(file);
        callback.failed(cause);
    }
}
