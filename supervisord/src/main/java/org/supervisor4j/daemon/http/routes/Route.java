package org.supervisor4j.daemon.http.routes;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the requests under some paths. */
interface Route {
    /**
     * Answers, now or later; completes the callback when the answer is sent.
     *
     * @param path decoded, beginning as it was sent
     */
    void serve(Request request, Response response, Callback callback, String path);
}
