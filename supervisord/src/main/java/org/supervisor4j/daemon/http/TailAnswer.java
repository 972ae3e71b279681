package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.os.OsException;

/** Answers with the end of a log and everything that is added to it from then on; it ends when the client goes away. */
final class TailAnswer {
    /** How many bytes of what is already there are sent. */
    private static final int HEAD = 1024;

    private final LogFollowers followers;
    private final FollowedFile.Access access;

    TailAnswer(LogFollowers followers, FollowedFile.Access access) {
        this.followers = followers;
        this.access = access;
    }

    /** @param log empty, or missing on disk: 404 */
    void follow(Optional<Path> log, Request request, Response response, Callback callback) {
        FollowedFile file;
        String modified;
        try {
            Path path = log.orElseThrow(() -> new IOException("no log file"));
            file = new FollowedFile(access, path.toString(), HEAD);
            modified = DateGenerator.formatDate(Files.getLastModifiedTime(path).toMillis());
        } catch (OsException | IOException e) {
            response.getHeaders().remove("X-Accel-Buffering");
            ErrorAnswer.send(response, callback, 404);
            return;
        }
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.LAST_MODIFIED, modified);
        headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        headers.put("X-Content-Type-Options", "nosniff");
        followers.follow(file, request, response, callback);
    }
}
