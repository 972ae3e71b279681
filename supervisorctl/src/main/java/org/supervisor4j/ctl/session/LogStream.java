package org.supervisor4j.ctl.session;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.xmlrpc.Credentials;
import org.supervisor4j.ctl.xmlrpc.HttpConnection;
import org.supervisor4j.ctl.xmlrpc.HttpHead;
import org.supervisor4j.ctl.xmlrpc.Transport;

/**
 * A log that is shown while it grows ({@code /logtail}, {@code /mainlogtail}). One thread {@link #show shows} it, any
 * other may close it.
 */
public final class LogStream implements Closeable {
    /** For a stream that begins near the end of the log. */
    public static final String USUAL_BEGIN = "";

    /** How many bytes before the end that is, in either daemon. */
    public static final int USUAL_WINDOW = 1024;

    private static final int OK = 200;
    private static final String REPORT_MISSING = "report-missing";

    private final ServerUrl url;
    private final Transport transport;
    private final @Nullable Credentials credentials;
    private final String path;
    private final String preference;
    private final Output output;
    private final Output errors;
    private final Sink sink;

    private @Nullable HttpConnection connection;
    private boolean closed;

    /** Takes what a stream brings, on the thread that shows it. */
    public interface Sink {
        /** The server has agreed. */
        default void begin(boolean fromOffset) {}

        /** The server has refused, which has been told. */
        default void refused(int status) {}

        /** So many bytes should have come before the next text: they were rotated away before they could be read. */
        default void missing(long bytes) {}

        /** The next text. */
        void text(String text);

        /** Nothing more comes. */
        default void end() {}
    }

    /** A stream that is printed as it comes. */
    public static LogStream printed(Session session, String path) {
        return new LogStream(session, path, USUAL_BEGIN, session.output()::text);
    }

    /**
     * @param path {@code /logtail/NAME/stdout}
     * @param preference where to begin, as {@link #beginning} has it, where the daemon is ours; the original's begins
     *     {@link #USUAL_WINDOW} bytes before the end, as ours does for {@link #USUAL_BEGIN}. The sink hears which of
     *     the two it is.
     */
    public LogStream(Session session, String path, String preference, Sink sink) {
        this.url = session.url();
        this.transport = session.transport();
        this.credentials = session.streamCredentials();
        this.output = session.output();
        this.errors = session.errors();
        this.path = path;
        this.preference = preference;
        this.sink = sink;
    }

    /**
     * To begin with a byte of a log that has been looked at already.
     *
     * @param size of the log then, by which the daemon knows if it has been rotated since
     */
    public static String beginning(long offset, long size) {
        return "offset=" + offset + "; size=" + size;
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
                sink.refused(head.status());
                return;
            }
            sink.begin(!preference.equals(USUAL_BEGIN) && head.isPreferenceApplied());
            copy(open, head, shown);
        } catch (PythonError cannotShow) {
            complain("Cannot connect, error: <class '" + cannotShow.className() + "'> (" + cannotShow.text() + ")");
        } catch (IOException failure) {
            ErrorLine error = ErrorLine.of(failure, url);
            complain("Cannot connect, error: " + error.classRepr() + " (" + error.message() + ")");
        } finally {
            Session.close(open);
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
        String all = preference.isEmpty() ? REPORT_MISSING : preference + ", " + REPORT_MISSING;
        open.sendGet(path, transport.host(), credentials, all);
        return open;
    }

    private void copy(HttpConnection open, HttpHead head, Runnable shown) {
        Utf8Stream text = new Utf8Stream();
        try {
            byte[] piece = open.readPiece(head);
            while (piece != null) {
                tellMissing(open.takeMissing(), text);
                print(text.decode(piece));
                shown.run();
                piece = open.readPiece(head);
            }
        } catch (IOException ended) {
            // A daemon that stops or restarts cuts the stream, with or without a last chunk: no error, just its end.
        }
        print(text.end());
        sink.end();
    }

    private void tellMissing(long bytes, Utf8Stream text) {
        if (bytes > 0) {
            print(text.end());
            sink.missing(bytes);
        }
    }

    private void print(String text) {
        try {
            sink.text(text);
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
        Session.close(connection);
    }
}
