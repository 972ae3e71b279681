package org.supervisor4j.daemon.http.routes;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.monitoring.CallMeter;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Monotonic;
import org.supervisor4j.daemon.rpc.RpcRouter;
import org.supervisor4j.daemon.web.OccasionalThread;
import org.supervisor4j.daemon.xmlrpc.MalformedCallException;
import org.supervisor4j.daemon.xmlrpc.MethodCall;
import org.supervisor4j.daemon.xmlrpc.XmlRpcRequestReader;
import org.supervisor4j.model.Role;

/**
 * XML-RPC over POST. An answer that has to wait holds no thread, and has no time limit. Calls whose answers may be
 * large are made one after the other.
 */
public final class XmlRpcHandler implements Route {
    private final XmlRpcRequestReader reader = new XmlRpcRequestReader();
    private final Map<Role, RpcRouter> routers;
    private final ForeignRefusal foreign;
    private final ActivityLog log;
    private final OccasionalThread large;
    private final CallMeter calls;
    private final Monotonic clock;

    /**
     * @param routers one for each role that a server has
     * @param large makes answers that may be large: each takes tens of megabytes for a moment, so that several at once
     *     would be more than there is
     * @param calls counts them
     */
    public XmlRpcHandler(
            Map<Role, RpcRouter> routers,
            ForeignRefusal foreign,
            OccasionalThread large,
            ActivityLog log,
            CallMeter calls,
            Monotonic clock) {
        this.foreign = foreign;
        this.large = large;
        this.routers = Map.copyOf(routers);
        this.log = log;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public void serve(Request request, Response response, Callback callback, String path) {
        if (!foreign.answers(OriginCheck.aboutSite(request), request, response, callback)) {
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
        if (RpcRouter.isLarge(call.method())) {
            large.run(() -> carryOut(exchange, call));
        } else {
            carryOut(exchange, call);
        }
    }

    private void carryOut(RpcExchange exchange, MethodCall call) {
        exchange.trace("XML-RPC method called: ", call.method(), "()");
        RpcRouter router = routerFor(exchange);
        long began = clock.nanos();
        CompletableFuture<@Nullable Object> result = router.call(call.method(), call.params());
        if (!result.isDone()) {
            exchange.request().addIdleTimeoutListener(timeout -> false);
        }
        var unused = result.handle((value, failure) -> {
            calls.answered(call.method(), router.knows(call.method()), clock.nanos() - began, failure != null);
            exchange.answer(call.method(), value, failure);
            return true;
        });
    }

    private RpcRouter routerFor(RpcExchange exchange) {
        return Objects.requireNonNull(
                routers.get(ServerPolicy.of(exchange.request()).role()));
    }
}
