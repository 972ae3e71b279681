package org.supervisor4j.daemon.http.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.http.listening.ErrorAnswer;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.rpc.ProcessList;
import org.supervisor4j.daemon.rpc.PythonText;
import org.supervisor4j.daemon.rpc.RpcRouter;
import org.supervisor4j.daemon.xmlrpc.MalformedCallException;
import org.supervisor4j.daemon.xmlrpc.XmlRpcResponseWriter;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.RpcFault;

/** One XML-RPC request on its way to its answer, and into the log. One thread at a time. */
final class RpcExchange {
    static final XmlRpcResponseWriter WRITER = new XmlRpcResponseWriter();

    private static final HttpField TEXT_XML = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/xml");

    /** How much of a bad request goes into the log, in bytes: a client must not be able to fill the disk. */
    private static final int LOGGED_BYTES = 4096;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final byte[] body;
    private final ActivityLog log;

    RpcExchange(Request request, Response response, Callback callback, byte[] body, ActivityLog log) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.body = body;
        this.log = log;
    }

    Request request() {
        return request;
    }

    /** As it came; not to be changed. */
    byte[] body() {
        return body;
    }

    /** Answers what is no call. */
    void refuse(MalformedCallException reason) {
        log.error("XML-RPC request data " + shown() + " is invalid: "
                + reason.reason().words());
        ErrorAnswer.send(response, callback, 400);
    }

    /** The one place for unexpected failures: the client gets an answer, the log what led to it. */
    void fail(Throwable failure) {
        log.critical("Handling XML-RPC request with data " + shown() + " raised an unexpected exception: "
                + traceOf(failure));
        ErrorAnswer.send(response, callback, failure instanceof OutOfMemoryError ? 503 : 500);
    }

    /** @param failure null if the call went well */
    void answer(String method, @Nullable Object value, @Nullable Throwable failure) {
        byte[] answer;
        try {
            answer = failure == null ? result(method, value) : fault(method, RpcRouter.causeOf(failure));
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(e);
            return;
        }
        response.getHeaders().put(TEXT_XML);
        if (value instanceof ProcessList) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length);
            SlicedBody.send(answer, response, callback);
        } else {
            LargeAnswer.send(request, response, callback, answer);
        }
    }

    private byte[] result(String method, @Nullable Object value) {
        trace("XML-RPC method ", method, "() returned successfully");
        return value instanceof ProcessList processes ? processes.writtenBy(WRITER::result) : WRITER.result(value);
    }

    private byte[] fault(String method, Throwable cause) {
        if (cause instanceof RpcFault fault) {
            trace("XML-RPC method ", method, "() returned fault: [" + fault.code() + "] " + fault.text());
            return WRITER.fault(fault);
        } else if (cause instanceof OutOfMemoryError error) {
            throw error;
        }
        throw new IllegalStateException(method + " failed", cause);
    }

    /** In three parts, because most often they need not be put together. */
    void trace(String before, String method, String after) {
        if (log.isEnabled(LogLevel.TRACE)) {
            log.trace(before + method + after);
        }
    }

    private String shown() {
        String text = new String(body, 0, Math.min(body.length, LOGGED_BYTES), UTF_8);
        return PythonText.repr(text) + (body.length > LOGGED_BYTES ? "... (" + body.length + " bytes)" : "");
    }

    private static String traceOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }
}
