package org.supervisor4j.daemon.http.routes;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.follow.LogLocator;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;

/** {@code /mainlogtail}: follows the daemon's own log. */
public final class MainLogTailHandler implements Route {
    private final LogLocator logs;
    private final TailAnswer answer;

    public MainLogTailHandler(LogLocator logs, TailAnswer answer) {
        this.logs = logs;
        this.answer = answer;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        if (!request.getMethod().equals("GET")) {
            ErrorAnswer.send(response, callback, 400);
        } else {
            answer.follow(logs.mainLog(), request, response, callback);
        }
    }
}
