package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.rpc.RpcDispatcher;
import org.supervisor4j.model.Role;
import org.supervisor4j.xmlrpc.MalformedCallException;
import org.supervisor4j.xmlrpc.MethodCall;
import org.supervisor4j.xmlrpc.XmlRpcRequestReader;

/**
 * XML-RPC over POST. An answer that has to wait holds no thread, and has no time limit. Calls whose answers may be
 * large are made one after the other.
 */
final class XmlRpcHandler implements Route {
    private static final long THREAD_KEPT_SECONDS = 5;

    private final XmlRpcRequestReader reader = new XmlRpcRequestReader();
    private final Map<Role, RpcDispatcher> dispatchers;
    private final ActivityLog log;

    /**
     * Each of these takes tens of megabytes for a moment; several at once would be more than there is. Nobody else
     * waits for them.
     */
    private final Executor large = oneAfterTheOther();

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
                RpcExchange.WRITER.result(
                        dispatcher.call(call.method(), call.params()).join());
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
            RequestBody.read(
                    request,
                    response,
                    callback,
                    (body, counted) -> receive(new RpcExchange(request, response, counted, body, log)));
        }
    }

    private void receive(RpcExchange exchange) {
        MethodCall call;
        try {
            call = reader.read(exchange.body());
        } catch (MalformedCallException e) {
            exchange.refuse(e);
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            exchange.fail(e);
            return;
        }
        if (RpcDispatcher.isLarge(call.method())) {
            large.execute(() -> carryOut(exchange, call));
        } else {
            carryOut(exchange, call);
        }
    }

    private void carryOut(RpcExchange exchange, MethodCall call) {
        exchange.trace("XML-RPC method called: ", call.method(), "()");
        CompletableFuture<@Nullable Object> result;
        try {
            result = dispatcherFor(exchange).call(call.method(), call.params());
        } catch (OutOfMemoryError e) {
            exchange.fail(e);
            return;
        }
        if (!result.isDone()) {
            exchange.request().addIdleTimeoutListener(timeout -> false);
        }
        var unused = result.handle((value, failure) -> {
            exchange.answer(call.method(), value, failure);
            return true;
        });
    }

    private RpcDispatcher dispatcherFor(RpcExchange exchange) {
        return Objects.requireNonNull(
                dispatchers.get(ListenerPolicy.of(exchange.request()).role()));
    }

    /** Without a thread when there is nothing for it to do. */
    private static Executor oneAfterTheOther() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, THREAD_KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "http-large");
                    made.setDaemon(true);
                    return made;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }
}
