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
 * Refuses what another site's page asks for, and says why: to whoever asked, and in the log, because most often it is a
 * proxy that was set up a little differently. Any thread.
 */
public final class ForeignRefusal {
    private static final int FORBIDDEN = 403;

    /** Who asks all the time must not fill the log. */
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

    /** Whether the request came under a name that may be another's, and so was refused and answered. */
    boolean answersForeignHost(Request request, Response response, Callback callback) {
        return answers(OriginCheck.aboutHost(request), request, response, callback);
    }

    /** Whether the request came from another site's page, and so was refused and answered. */
    boolean answersForeignPage(Request request, Response response, Callback callback) {
        return answers(OriginCheck.aboutSite(request), request, response, callback);
    }

    /** The same for what only scripts ask for. */
    boolean answersForeignScript(Request request, Response response, Callback callback) {
        return answers(OriginCheck.aboutScriptsSite(request), request, response, callback);
    }

    private boolean answers(Optional<String> complaint, Request request, Response response, Callback callback) {
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
