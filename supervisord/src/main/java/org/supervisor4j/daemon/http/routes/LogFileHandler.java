package org.supervisor4j.daemon.http.routes;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.follow.LogDownload;
import org.supervisor4j.daemon.http.follow.LogLocator;
import org.supervisor4j.daemon.http.follow.OpenLogs;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.os.OsException;

/** {@code /logfile/NAME[/stdout|/stderr]}: a child's log as a file to keep, as it is at this moment. */
public final class LogFileHandler implements Route {
    private final LogLocator logs;
    private final OpenLogs files;

    public LogFileHandler(LogLocator logs, OpenLogs files) {
        this.logs = logs;
        this.files = files;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        ServerPolicy.of(request)
                .share()
                .downloads()
                .take(
                        request,
                        response,
                        callback,
                        seated -> send(logs.named(LogLocator.words(path)), response, seated));
    }

    private void send(Optional<Path> log, Response response, Callback callback) {
        if (log.isEmpty()) {
            ErrorAnswer.send(response, callback, 404);
            return;
        }
        try {
            LogDownload download = LogDownload.open(files, log.get().toString(), response, callback);
            HttpFields.Mutable headers = response.getHeaders();
            SecurityHeaders.addTo(headers);
            headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
            headers.put(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"" + fileNameOf(log.get()) + "\"");
            headers.put(HttpHeader.CONTENT_LENGTH, download.size());
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
            download.iterate();
        } catch (OsException missing) {
            ErrorAnswer.send(response, callback, 404);
        }
    }

    /** A quote or a line feed in it would end the header's value. */
    private static String fileNameOf(Path log) {
        return String.valueOf(log.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
