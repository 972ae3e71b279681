package org.supervisor4j.daemon.http.routes;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.monitoring.Monitor;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.web.OccasionalThread;

/**
 * {@code /metrics}, in the text of Prometheus or of OpenMetrics. Pages are made one after the other, on a thread that
 * is there while they are. What takes a look at the system is measured after an answer, for the next one.
 */
public final class MetricsHandler implements Route {
    /** What is served here. */
    public static final String PATH = "/metrics";

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final Monitor monitor;
    private final ActivityLog log;
    private final OccasionalThread pages = new OccasionalThread("http-metrics");
    private final OccasionalThread usage = new OccasionalThread("usage");
    private final AtomicBoolean isMeasuring = new AtomicBoolean();

    public MetricsHandler(Monitor monitor, ActivityLog log) {
        this.monitor = monitor;
        this.log = log;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT);
        boolean openMetrics = accepted != null && accepted.contains(OPEN_METRICS);
        if (!pages.run(() -> answer(request, response, callback, openMetrics))) {
            ErrorAnswer.send(response, callback, 503);
        }
    }

    private void answer(Request request, Response response, Callback callback, boolean openMetrics) {
        try {
            byte[] page = monitor.metrics(openMetrics);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, monitor.metricsType(openMetrics));
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            LargeAnswer.send(request, response, callback, page);
        } catch (RuntimeException | OutOfMemoryError e) {
            log.error("no page of metrics: " + e);
            ErrorAnswer.send(response, callback, e instanceof OutOfMemoryError ? 503 : 500);
        }
        if (isMeasuring.compareAndSet(false, true)) {
            usage.run(this::measure);
        }
    }

    private void measure() {
        try {
            monitor.measure();
        } finally {
            isMeasuring.set(false);
        }
    }

    /** Nobody is answered any more. */
    public void end() {
        pages.end(() -> {});
        usage.end(() -> {});
    }
}
