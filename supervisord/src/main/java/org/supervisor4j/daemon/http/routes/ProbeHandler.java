package org.supervisor4j.daemon.http.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.monitoring.Monitor;
import org.supervisor4j.daemon.monitoring.ProbeReport;
import org.supervisor4j.daemon.web.PercentText;

/** {@code /healthz}, {@code /readyz} and {@code /v1/health}: 200 or 503, and the names of what fails. */
public final class ProbeHandler implements Route {
    private static final String ALIVE = "/healthz";
    private static final String READY = "/readyz";

    /** As Pebble has it; its answers are JSON. */
    private static final String PEBBLE = "/v1/health";

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Monitor monitor;

    public ProbeHandler(Monitor monitor) {
        this.monitor = monitor;
    }

    /** What is served here. */
    public static Set<String> paths() {
        return Set.of(ALIVE, READY, PEBBLE);
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        String query = request.getHttpURI().getQuery();
        if (path.equals(ALIVE)) {
            answer(request, response, callback, monitor.alive());
        } else if (path.equals(READY)) {
            answerIfKnown(request, response, callback, values(query, "process"));
        } else {
            List<String> levels = values(query, "level");
            String level = levels.isEmpty() ? "ready" : levels.get(0);
            if (level.equals("alive")) {
                answer(request, response, callback, monitor.alive());
            } else if (level.equals("ready")) {
                answerIfKnown(request, response, callback, values(query, "names"));
            } else {
                ErrorAnswer.send(response, callback, 400);
            }
        }
    }

    private void answerIfKnown(Request request, Response response, Callback callback, List<String> names) {
        Optional<ProbeReport> report = names.isEmpty() ? Optional.of(monitor.ready()) : monitor.ready(names);
        report.ifPresentOrElse(
                known -> answer(request, response, callback, known), () -> ErrorAnswer.send(response, callback, 404));
    }

    private static void answer(Request request, Response response, Callback callback, ProbeReport report) {
        int status = report.isGood() ? OK : UNAVAILABLE;
        boolean pebble = PEBBLE.equals(PercentText.decode(request.getHttpURI().getPath()));
        boolean json = pebble || wantsJson(request);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, json ? "application/json" : "text/plain;charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        String body = pebble ? report.pebble(status) : json ? report.json() : report.text();
        LargeAnswer.send(request, response, callback, body.getBytes(UTF_8));
    }

    private static boolean wantsJson(Request request) {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT);
        return accepted != null && accepted.contains("application/json");
    }

    /** Of each field of that name, which may have several with commas between; empty ones do not count. */
    private static List<String> values(@Nullable String query, String name) {
        List<String> values = new ArrayList<>();
        for (String field : query == null ? new String[0] : query.split("&", -1)) {
            if (field.startsWith(name + "=")) {
                for (String value : PercentText.decodeForm(field.substring(name.length() + 1))
                        .split(",", -1)) {
                    if (!value.isBlank()) {
                        values.add(value.strip());
                    }
                }
            }
        }
        return values;
    }
}
