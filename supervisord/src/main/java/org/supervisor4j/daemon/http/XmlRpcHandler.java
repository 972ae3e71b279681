package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.rpc.PythonText;
import org.supervisor4j.daemon.rpc.RpcDispatcher;
import org.supervisor4j.daemon.rpc.SharedAnswer;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xmlrpc.MalformedCallException;
import org.supervisor4j.xmlrpc.MethodCall;
import org.supervisor4j.xmlrpc.XmlRpcRequestReader;
import org.supervisor4j.xmlrpc.XmlRpcResponseWriter;

/** XML-RPC over POST. An answer that has to wait holds no thread, and has no time limit. */
final class XmlRpcHandler implements Route {
    private static final HttpField TEXT_XML = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/xml");

    /** How much of a bad request goes into the log, in bytes: a client must not be able to fill the disk. */
    private static final int LOGGED_BYTES = 4096;

    private final XmlRpcRequestReader reader = new XmlRpcRequestReader();
    private final XmlRpcResponseWriter writer = new XmlRpcResponseWriter();
    private final Map<Role, RpcDispatcher> dispatchers;
    private final ActivityLog log;

    /** @param dispatchers one for each role that a listener has */
    XmlRpcHandler(Map<Role, RpcDispatcher> dispatchers, ActivityLog log) {
        this.dispatchers = Map.copyOf(dispatchers);
        this.log = log;
    }

    /**
     * Reads a call and writes an answer for nobody, so that the first client doesn't wait for classes to be loaded. Any
     * thread.
     */
    void warmUp() {
        try {
            MethodCall call = reader.read("<m><methodName>system.listMethods</methodName></m>".getBytes(UTF_8));
            for (RpcDispatcher dispatcher : dispatchers.values()) {
                writer.result(dispatcher.call(call.method(), call.params()).join());
            }
        } catch (MalformedCallException e) {
            throw new AssertionError("our own call is well-formed", e);
        }
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        if (!request.getMethod().equals("POST")) {
            ErrorAnswer.send(response, callback, 400);
        } else if (OriginCheck.isForeign(request)) {
            ErrorAnswer.send(response, callback, 403);
        } else {
            RequestBody.read(request, response, callback, body -> answer(request, response, callback, body));
        }
    }

    private void answer(Request request, Response response, Callback callback, byte[] body) {
        MethodCall call;
        try {
            call = reader.read(body);
        } catch (MalformedCallException e) {
            log.error("XML-RPC request data " + shown(body) + " is invalid: "
                    + e.reason().words());
            ErrorAnswer.send(response, callback, 400);
            return;
        } catch (RuntimeException e) {
            fail(response, callback, body, e);
            return;
        }
        trace("XML-RPC method called: ", call.method(), "()");
        CompletableFuture<@Nullable Object> result = dispatcherFor(request).call(call.method(), call.params());
        if (!result.isDone()) {
            request.addIdleTimeoutListener(timeout -> false);
        }
        var unused = result.handle((value, failure) -> {
            finish(response, callback, body, call, value, failure);
            return true;
        });
    }

    private RpcDispatcher dispatcherFor(Request request) {
        return Objects.requireNonNull(dispatchers.get(ListenerPolicy.of(request).role()));
    }

    private void finish(
            Response response,
            Callback callback,
            byte[] body,
            MethodCall call,
            @Nullable Object value,
            @Nullable Throwable failure) {
        byte[] answer;
        try {
            answer = failure == null ? result(call, value) : fault(call, RpcDispatcher.causeOf(failure));
        } catch (RuntimeException e) {
            fail(response, callback, body, e);
            return;
        }
        response.getHeaders().put(TEXT_XML);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length);
        SlicedBody.send(answer, response, callback);
    }

    /** The one place for what nobody expected: the client gets an answer, the log what led to it. */
    private void fail(Response response, Callback callback, byte[] body, RuntimeException failure) {
        log.critical("Handling XML-RPC request with data " + shown(body) + " raised an unexpected exception: "
                + traceOf(failure));
        ErrorAnswer.send(response, callback, 500);
    }

    private byte[] result(MethodCall call, @Nullable Object value) {
        trace("XML-RPC method ", call.method(), "() returned successfully");
        return value instanceof SharedAnswer shared ? shared.writtenBy(writer::result) : writer.result(value);
    }

    private byte[] fault(MethodCall call, Throwable cause) {
        if (!(cause instanceof RpcFault fault)) {
            throw new IllegalStateException(call.method() + " failed", cause);
        }
        trace("XML-RPC method ", call.method(), "() returned fault: [" + fault.code() + "] " + fault.text());
        return writer.fault(fault);
    }

    private void trace(String before, String method, String after) {
        if (log.isEnabled(LogLevel.TRACE)) {
            log.trace(before + method + after);
        }
    }

    private static String shown(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LOGGED_BYTES), UTF_8);
        return PythonText.repr(text) + (body.length > LOGGED_BYTES ? "... (" + body.length + " bytes)" : "");
    }

    private static String traceOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }
}
