package org.supervisor4j.daemon.http.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.rpc.PythonText;
import org.supervisor4j.daemon.rpc.RpcRouter;
import org.supervisor4j.daemon.web.FormFields;
import org.supervisor4j.daemon.web.OccasionalThread;
import org.supervisor4j.daemon.web.WebAnswer;
import org.supervisor4j.daemon.web.WebPages;
import org.supervisor4j.daemon.web.WebRequest;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/** The pages over HTTP: form fields in, pages and redirects out. */
public final class PageHandler implements Route {
    private static final int LONGEST_SHOWN = 100;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final WebPages pages;
    private final ForeignRefusal foreign;
    private final OccasionalThread large;
    private final ActivityLog log;

    /** @param large makes pages that may be large, one after the other, so that many at once fit into memory */
    public PageHandler(WebPages pages, ForeignRefusal foreign, OccasionalThread large, ActivityLog log) {
        this.pages = pages;
        this.foreign = foreign;
        this.large = large;
        this.log = log;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        if (request.getMethod().equals("POST")) {
            RequestBody.read(
                    request,
                    response,
                    callback,
                    (body, counted) -> answer(request, response, counted, path, new String(body, UTF_8)));
        } else {
            answer(request, response, callback, path, "");
        }
    }

    private void answer(Request request, Response response, Callback callback, String path, String form) {
        FormFields fields = new FormFields(request.getHttpURI().getQuery(), form);
        boolean posted = request.getMethod().equals("POST");
        WebRequest asked = new WebRequest(
                SiteHandler.pageOf(path),
                fields,
                posted,
                ServerPolicy.of(request).role());
        if (!asked.isPermitted()) {
            ErrorAnswer.send(response, callback, 403);
            return;
        } else if (asked.isAction() && foreign.answers(OriginCheck.aboutSite(request), request, response, callback)) {
            return;
        } else if (asked.isMeaningless()) {
            log.debug("no such page action, or it lacks a process: "
                    + fields.get("action").map(PageHandler::shown).orElse(""));
            ErrorAnswer.send(response, callback, 400);
            return;
        }
        boolean browser = BrowserHeaders.in(request.getHeaders());
        boolean needsPost = asked.needsPost(browser);
        if (needsPost) {
            response.setStatus(METHOD_NOT_ALLOWED);
            response.getHeaders().put(HttpHeader.ALLOW, "POST");
        }
        if (needsPost && !browser) {
            ErrorAnswer.send(response, callback, METHOD_NOT_ALLOWED);
            return;
        }
        // People are asked, and their answer is posted. A program that looks like a browser sees by the status that
        // nothing was done.
        CompletableFuture<? extends WebAnswer> answer = ask(needsPost ? asked.asQuestion() : asked);
        if (!answer.isDone()) {
            request.addIdleTimeoutListener(timeout -> false);
        }
        var unused = answer.handle((value, failure) -> {
            finish(request, response, callback, value, failure);
            return true;
        });
    }

    private static String shown(String action) {
        return PythonText.repr(action.length() <= LONGEST_SHOWN ? action : action.substring(0, LONGEST_SHOWN));
    }

    /** A tail is read from a disk that may be slow: the client that asks for it waits, and no other. */
    private CompletableFuture<? extends WebAnswer> ask(WebRequest request) {
        return request.page().equals(WebPages.TAIL)
                ? CompletableFuture.<WebAnswer>supplyAsync(() -> askNow(request).join(), large::run)
                : askNow(request);
    }

    private CompletableFuture<? extends WebAnswer> askNow(WebRequest request) {
        try {
            return pages.answer(request);
        } catch (RuntimeException | OutOfMemoryError e) {
            // A fault of the API, most likely because the daemon is shutting down; or a page that is too large for now.
            return CompletableFuture.failedFuture(e);
        }
    }

    private void finish(
            Request request,
            Response response,
            Callback callback,
            @Nullable WebAnswer answer,
            @Nullable Throwable failure) {
        if (failure != null) {
            fail(response, callback, RpcRouter.causeOf(failure));
            return;
        }
        try {
            send(request, response, callback, Objects.requireNonNull(answer));
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(response, callback, e);
        }
    }

    /** That the daemon is about to end is no accident: the page is gone for a while, or for good. */
    private void fail(Response response, Callback callback, Throwable cause) {
        if (cause instanceof RpcFault fault && fault.is(Fault.SHUTDOWN_STATE)) {
            ErrorAnswer.send(response, callback, 503);
        } else {
            log.error("Web interface error:" + cause);
            ErrorAnswer.send(response, callback, cause instanceof OutOfMemoryError ? 503 : 500);
        }
    }

    private static void send(Request request, Response response, Callback callback, WebAnswer answer) {
        HttpFields.Mutable headers = response.getHeaders();
        SecurityHeaders.addTo(headers);
        headers.put(HttpHeader.PRAGMA, "no-cache");
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
        headers.put(HttpHeader.EXPIRES, "Thu, 01 Jan 1970 00:00:00 GMT");
        if (answer instanceof WebAnswer.Done done && wantsJson(request)) {
            write(request, response, callback, "application/json", done.json());
        } else if (answer instanceof WebAnswer.Done done) {
            headers.put(HttpHeader.LOCATION, AskedAddress.of(request) + done.pathAndQuery());
            ErrorAnswer.send(response, callback, 301);
        } else if (answer instanceof WebAnswer.Page page) {
            write(request, response, callback, "text/html;charset=utf-8", page.html());
        } else if (answer instanceof WebAnswer.Text text) {
            write(request, response, callback, "text/plain", text.text());
        }
    }

    /** Our scripts do; nothing else does by itself. */
    static boolean wantsJson(Request request) {
        return "application/json".equals(request.getHeaders().get(HttpHeader.ACCEPT));
    }

    static void write(Request request, Response response, Callback callback, String type, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        LargeAnswer.send(request, response, callback, bytes);
    }
}
