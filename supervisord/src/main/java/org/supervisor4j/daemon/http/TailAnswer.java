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
import org.supervisor4j.daemon.web.FormFields;

/** Answers with the end of a log and everything that is added to it from then on; it ends when the client goes away. */
final class TailAnswer {
    /** How many bytes of what is already there are sent, where nobody asks for more. */
    private static final int HEAD = 1024;

    private static final int LONGEST_HEAD = 1 << 20;

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
            file = new FollowedFile(access, path.toString(), headOf(request));
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

    /** {@code ?head=BYTES}, an addition: the reference ignores what stands there. */
    private static int headOf(Request request) {
        String query = request.getHttpURI().getQuery();
        String head = query == null ? "" : new FormFields(query, "").get("head").orElse("");
        boolean number = !head.isEmpty() && head.length() < 9 && head.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Math.min(LONGEST_HEAD, Integer.parseInt(head)) : HEAD;
    }
}
