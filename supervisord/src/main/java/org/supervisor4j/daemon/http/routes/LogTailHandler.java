package org.supervisor4j.daemon.http.routes;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.follow.LogLocator;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;

/** {@code /logtail/NAME[/stdout|/stderr]}: follows a child's log. */
public final class LogTailHandler implements Route {
    private final LogLocator logs;
    private final TailAnswer answer;

    public LogTailHandler(LogLocator logs, TailAnswer answer) {
        this.logs = logs;
        this.answer = answer;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        String[] words = LogLocator.words(path);
        if (!request.getMethod().equals("GET")) {
            ErrorAnswer.send(response, callback, 400);
        } else if (words.length < 2) {
            // The reference trips over the missing name, and answers 500.
            ErrorAnswer.send(response, callback, 404);
        } else {
            // Tells a reverse proxy (nginx) not to hold the stream back.
            response.getHeaders().put("X-Accel-Buffering", "no");
            answer.follow(logs.named(words), request, response, callback);
        }
    }
}
