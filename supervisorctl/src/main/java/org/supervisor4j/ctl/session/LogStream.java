package org.supervisor4j.ctl.session;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.xmlrpc.Credentials;
import org.supervisor4j.xmlrpc.HttpConnection;
import org.supervisor4j.xmlrpc.HttpHead;
import org.supervisor4j.xmlrpc.Transport;

/**
 * A log that is shown while it grows ({@code /logtail}, {@code /mainlogtail}). One thread {@link #show shows} it, any
 * other may close it.
 */
public final class LogStream implements Closeable {
    private static final int OK = 200;

    private final ServerUrl url;
    private final Transport transport;
    private final @Nullable Credentials credentials;
    private final String path;
    private final Output output;
    private final Output errors;

    private @Nullable HttpConnection connection;
    private boolean closed;

    /** @param path {@code /logtail/NAME/stdout} */
    public LogStream(Session session, String path) {
        this.url = session.url();
        this.transport = session.transport();
        this.credentials = session.streamCredentials();
        this.output = session.output();
        this.errors = session.errors();
        this.path = path;
    }

    /**
     * Prints the log until the server ends the stream or it is closed here. That it cannot be had is told on standard
     * error; the exit code stays as it is.
     *
     * @param shown called after each piece was printed
     */
    public void show(Runnable shown) {
        HttpConnection open = null;
        try {
            open = connect();
            HttpHead head = open.readHead();
            if (head.status() != OK) {
                complain("Cannot read, status code " + head.status());
                return;
            }
            copy(open, head, shown);
        } catch (PythonError cannotShow) {
            complain("Cannot connect, error: <class '" + cannotShow.className() + "'> (" + cannotShow.text() + ")");
        } catch (IOException failure) {
            ErrorLine error = ErrorLine.of(failure, url);
            complain("Cannot connect, error: " + error.classRepr() + " (" + error.message() + ")");
        } finally {
            closeQuietly(open);
        }
    }

    private HttpConnection connect() throws IOException {
        HttpConnection open = HttpConnection.open(transport);
        synchronized (this) {
            connection = open;
            if (closed) {
                open.close();
            }
        }
        open.sendGet(path, transport.host(), credentials);
        return open;
    }

    private void copy(HttpConnection open, HttpHead head, Runnable shown) {
        Utf8Stream text = new Utf8Stream();
        try {
            byte[] piece = open.readPiece(head);
            while (piece != null) {
                print(text.decode(piece));
                shown.run();
                piece = open.readPiece(head);
            }
        } catch (IOException ended) {
            // A daemon that stops or restarts cuts the stream, with or without a last chunk: no error, just its end.
        }
        print(text.end());
    }

    private void print(String text) {
        try {
            output.text(text);
        } catch (PythonError unencodable) {
            // contract: http_client.Listener.feed
            throw new PythonError(
                    "ValueError",
                    "Unable to write Unicode to stdout because it has encoding "
                            + output.encoding().name());
        }
        output.flush();
    }

    private void complain(String what) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        errors.line(url.text() + path + " " + what);
        errors.flush();
    }

    /** Ends {@link #show}, from any thread. */
    @Override
    public synchronized void close() {
        closed = true;
        closeQuietly(connection);
    }

    private static void closeQuietly(@Nullable HttpConnection open) {
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // nothing more is wanted from it
            }
        }
    }
}
