package org.supervisor4j.daemon.http.routes;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.follow.Hangup;
import org.supervisor4j.daemon.http.follow.StreamedBody;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.web.FormFields;
import org.supervisor4j.daemon.web.LiveFeed;

/** {@code /live}: server-sent events for an open page, until it is closed. Holds no thread. */
public final class LiveHandler implements Route {
    private final LiveFeed feed;
    private final ForeignRefusal foreign;

    public LiveHandler(LiveFeed feed, ForeignRefusal foreign) {
        this.feed = feed;
        this.foreign = foreign;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        if (foreign.answers(OriginCheck.aboutScriptsSite(request), request, response, callback)) {
            return;
        }
        ServerPolicy.of(request)
                .share()
                .pages()
                .take(request, response, callback, seated -> begin(request, response, seated));
    }

    private void begin(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache, no-transform");
        headers.put("X-Content-Type-Options", "nosniff");
        // Tells a reverse proxy (nginx) not to hold the stream back.
        headers.put("X-Accel-Buffering", "no");
        request.addIdleTimeoutListener(timeout -> false);
        Stream stream = new Stream(new StreamedBody(request, response), callback);
        feed.join(stream, lastId(request));
        Hangup.watch(request, gone -> feed.leave(stream));
    }

    /** From a browser that connects anew by itself, or from a page that does. */
    private static String lastId(Request request) {
        String header = request.getHeaders().get("Last-Event-ID");
        return header != null
                ? header
                : new FormFields(request.getHttpURI().getQuery(), "")
                        .get("last")
                        .orElse("");
    }

    /** One browser's page. */
    private final class Stream implements LiveFeed.Observer {
        private final StreamedBody body;
        private final Callback callback;

        private Stream(StreamedBody body, Callback callback) {
            this.body = body;
            this.callback = callback;
        }

        @Override
        public void send(byte[] event) {
            body.write(ByteBuffer.wrap(event), 0, Callback.from(() -> feed.written(this), failure -> feed.leave(this)));
        }

        @Override
        public void end() {
            callback.failed(new EofException("the stream has ended"));
        }
    }
}
