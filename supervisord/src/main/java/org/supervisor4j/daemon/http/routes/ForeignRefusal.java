package org.supervisor4j.daemon.http.routes;

import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.web.WebAnswer;

/**
 * Refuses what another site's page asks for, and says why: to the client, and in the log, because most often it is a
 * proxy that was set up a little differently. Any thread.
 */
public final class ForeignRefusal {
    private static final int FORBIDDEN = 403;

    /** A client that asks all the time must not fill the log. */
    private static final int LINES_A_MINUTE = 10;

    private static final long MINUTE = 60_000_000_000L;

    private final ActivityLog log;
    private final Monotonic monotonic;
    private long minute;
    private int lines = -1;

    public ForeignRefusal(ActivityLog log, Monotonic monotonic) {
        this.log = log;
        this.monotonic = monotonic;
    }

    /** Whether there is a complaint ({@link OriginCheck}), so that the request was refused and answered. */
    boolean answers(Optional<String> complaint, Request request, Response response, Callback callback) {
        complaint.ifPresent(reason -> refuse(request, response, callback, reason));
        return complaint.isPresent();
    }

    private void refuse(Request request, Response response, Callback callback, String reason) {
        if (mayLog()) {
            log.warn(AccessLog.clientOf(request) + ": a request that may be another site's was refused: " + reason);
        }
        SecurityHeaders.addTo(response.getHeaders());
        if (PageHandler.wantsJson(request)) {
            response.setStatus(FORBIDDEN);
            String text = new WebAnswer.Done(false, "Not done: " + reason).json();
            PageHandler.write(request, response, callback, "application/json", text);
        } else {
            ErrorAnswer.send(response, callback, FORBIDDEN, reason);
        }
    }

    private synchronized boolean mayLog() {
        long now = monotonic.nanos();
        if (lines < 0 || now - minute >= MINUTE) {
            minute = now;
            lines = 0;
        }
        return ++lines <= LINES_A_MINUTE;
    }
}
