package org.supervisor4j.daemon.http.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.follow.FollowedFile;
import org.supervisor4j.daemon.http.follow.LogFollowers;
import org.supervisor4j.daemon.http.follow.LogLocator;
import org.supervisor4j.daemon.http.follow.OpenLogs;
import org.supervisor4j.daemon.http.follow.StreamedBody;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.web.FormFields;

/**
 * {@code /logtail/NAME[/stdout|/stderr]} and {@code /mainlogtail}: the end of a child's log, or of the daemon's own,
 * and everything that is added to it from then on; the answer ends when the client goes away.
 */
public final class LogTailHandler implements Route {
    static final String MAIN = "/mainlogtail";

    /** How many bytes of what is already there are sent, where nobody asks for more. */
    private static final int HEAD = 1024;
    /**
     * What a client may ask for in {@code Prefer} (RFC 7240): to begin with this byte, where it has left off; and how
     * large the log was then, so that it shows if it has been rotated since.
     */
    private static final Pattern OFFSET =
            Pattern.compile("offset=(\\d{1,18})(?:; ?size=(\\d{1,18}))?(?:, ?" + StreamedBody.REPORT_MISSING + ")?");

    /** The most bytes that {@code ?head=} gives. */
    private static final int LONGEST_HEAD = 1 << 20;

    private final LogLocator logs;
    private final LogFollowers followers;
    private final OpenLogs files;

    public LogTailHandler(LogLocator logs, LogFollowers followers, OpenLogs files) {
        this.logs = logs;
        this.followers = followers;
        this.files = files;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        String[] words = LogLocator.words(path);
        if (path.startsWith(MAIN)) {
            follow(logs.mainLog(), request, response, callback);
        } else if (words.length < 2) {
            // The reference trips over the missing name, and answers 500.
            ErrorAnswer.send(response, callback, 404);
        } else {
            // Tells a reverse proxy (nginx) not to hold the stream back.
            response.getHeaders().put("X-Accel-Buffering", "no");
            follow(logs.named(words), request, response, callback);
        }
    }

    /** @param log empty, or missing on disk: 404; where too many are read already: 503 */
    private void follow(Optional<Path> log, Request request, Response response, Callback callback) {
        ServerPolicy.of(request)
                .share()
                .followers()
                .take(request, response, callback, seated -> begin(log, request, response, seated));
    }

    private void begin(Optional<Path> log, Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        Matcher wanted =
                OFFSET.matcher(Objects.requireNonNullElse(request.getHeaders().get("Prefer"), ""));
        OptionalLong offset =
                wanted.matches() ? OptionalLong.of(Long.parseLong(wanted.group(1))) : OptionalLong.empty();
        long known = offset.isPresent() && wanted.group(2) != null ? Long.parseLong(wanted.group(2)) : 0;
        int head = headOf(request);
        FollowedFile file;
        String modified;
        try {
            Path path = log.orElseThrow(() -> new IOException("no log file"));
            modified = DateGenerator.formatDate(Files.getLastModifiedTime(path).toMillis());
            // The last thing that can fail: it is open from then on.
            file = new FollowedFile(files, path.toString(), known, size -> start(size, offset, head));
        } catch (OsException | IOException e) {
            headers.remove("X-Accel-Buffering");
            ErrorAnswer.send(response, callback, 404);
            return;
        }
        offset.ifPresent(applied -> headers.put("Preference-Applied", "offset=" + applied));
        headers.put(HttpHeader.LAST_MODIFIED, modified);
        headers.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        headers.put("X-Content-Type-Options", "nosniff");
        followers.follow(file, request, response, callback);
    }

    /** {@code ?head=BYTES}, an addition: the reference ignores what stands there. */
    private static int headOf(Request request) {
        String head =
                new FormFields(request.getHttpURI().getQuery(), "").get("head").orElse("");
        return head.matches("[0-9]{1,8}") ? Math.min(LONGEST_HEAD, Integer.parseInt(head)) : HEAD;
    }

    /** A file that does not reach the offset is another one, or was emptied: then all of it. */
    private static long start(long size, OptionalLong offset, int head) {
        if (offset.isEmpty()) {
            return Math.max(0, size - head);
        }
        return offset.getAsLong() <= size ? offset.getAsLong() : 0;
    }
}
