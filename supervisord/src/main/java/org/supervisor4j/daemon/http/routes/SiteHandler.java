package org.supervisor4j.daemon.http.routes;

import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.supervisor4j.daemon.config.HttpServerConfig.Offer;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.web.PercentText;
import org.supervisor4j.daemon.web.WebPages;

/** Takes each request past common headers, the check of its Host and its login to the route of its path. Any thread. */
public final class SiteHandler extends Handler.Abstract {
    /**
     * Where requests go, in the order in which paths are compared.
     *
     * @param rpc {@code /RPC2} and whatever begins so
     * @param logtail {@code /logtail...} and {@code /mainlogtail...}
     * @param live {@code /live}
     * @param logfile {@code /logfile/...}
     * @param pages the pages, by name
     * @param assets everything else
     * @param probes {@link ProbeHandler#paths}, on servers that have nothing else, too
     * @param metrics {@code /metrics}
     */
    public record Routes(
            Route rpc,
            Route logtail,
            Route live,
            Route logfile,
            Route pages,
            Route assets,
            Route probes,
            Route metrics) {}

    private final Routes routes;
    private final ForeignRefusal foreign;
    private final InFlight inFlight;
    private final ActivityLog log;

    public SiteHandler(Routes routes, ForeignRefusal foreign, InFlight inFlight, ActivityLog log) {
        this.routes = routes;
        this.foreign = foreign;
        this.inFlight = inFlight;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ErrorAnswer.addCommonHeaders(request, response);
        if (foreign.answers(OriginCheck.aboutHost(request), request, response, callback)) {
            return true;
        }
        ServerPolicy policy = ServerPolicy.of(request);
        int refusal = policy.check(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (refusal != 0) {
            return refuse(response, callback, refusal);
        }
        if (policy.login() != null) {
            request.setAttribute(AccessLog.LOGIN, policy.login().username());
        }
        String path = PercentText.decode(request.getHttpURI().getPath());
        Callback counted = inFlight.begin(callback);
        try {
            routeOf(request, path).serve(request, response, counted, path);
        } catch (RuntimeException e) {
            // contract: medusa's "Server Error" line. Whatever a request did, it must not go further than its answer.
            log.error(AccessLog.clientOf(request) + "Server Error: " + e.getClass() + ", message: " + e.getMessage());
            ErrorAnswer.send(response, counted, 500);
        }
        return true;
    }

    private static boolean refuse(Response response, Callback callback, int status) {
        if (status == 401) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"default\"");
        }
        return ErrorAnswer.send(response, callback, status);
    }

    private Route routeOf(Request request, String path) {
        Offer offer = ServerPolicy.of(request).config().offer();
        if (ProbeHandler.paths().contains(path)) {
            return only(routes.probes, request, "GET", "HEAD");
        } else if (path.equals(MetricsHandler.PATH) && offer != Offer.PROBES) {
            return only(routes.metrics, request, "GET", "HEAD");
        } else if (offer != Offer.ALL) {
            return (asked, response, callback, other) -> ErrorAnswer.send(response, callback, 404);
        } else if (path.startsWith("/RPC2")) {
            return only(routes.rpc, request, "POST");
        } else if (path.startsWith("/logtail") || path.startsWith(LogTailHandler.MAIN)) {
            return only(routes.logtail, request, "GET");
        } else if (path.equals("/live")) {
            return only(routes.live, request, "GET");
        } else if (path.startsWith("/logfile/")) {
            return only(routes.logfile, request, "GET");
        }
        boolean formMethod =
                request.getMethod().equals("GET") || request.getMethod().equals("POST");
        return formMethod && WebPages.names().contains(pageOf(path))
                ? routes.pages
                : only(routes.assets, request, "GET", "HEAD");
    }

    /** The route, or a refusal of other methods. */
    private static Route only(Route route, Request request, String... methods) {
        return List.of(methods).contains(request.getMethod())
                ? route
                : (refused, response, callback, path) -> ErrorAnswer.send(response, callback, 400);
    }

    /** The name of a page: all slashes at the beginning are ignored, and nothing is the status page. */
    static String pageOf(String path) {
        String name = path.replaceFirst("^/+", "");
        return name.isEmpty() ? "index.html" : name;
    }
}
