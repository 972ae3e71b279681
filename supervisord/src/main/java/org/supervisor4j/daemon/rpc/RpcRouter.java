package org.supervisor4j.daemon.rpc;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.api.SystemApi;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.Role;
import org.supervisor4j.model.RpcFault;

/** Calls methods by the names that clients send, for callers in one role. Any thread. */
public final class RpcRouter {
    private final RpcRegistry registry;
    private final Role role;
    private final Executor executor;

    /**
     * @param extensions all namespaces but {@code system}, which there always is
     * @param role what the callers may do; a multicall's single calls may do no more
     * @param executor where answers that had to wait are completed, so that the thread that ended the wait is not kept
     */
    public RpcRouter(List<RpcExtension> extensions, Role role, Executor executor) {
        this.registry = new RpcRegistry(extensions);
        this.role = role;
        this.executor = executor;
        SystemRpc system = new SystemRpc(registry, new Multicall(this::call, executor));
        registry.publish(new RpcExtension("system", SystemApi.class, system));
    }

    /**
     * Makes one call. Never throws.
     *
     * @param method the name as sent
     * @return what is to be sent, or a {@link ProcessList}; complete already if nothing had to wait. Fails with an
     *     {@link RpcFault} that is the answer, or with anything else for what the original answers with an internal
     *     error; see {@link #causeOf}
     */
    public CompletableFuture<@Nullable Object> call(String method, List<? extends @Nullable Object> params) {
        try {
            RpcEndpoint endpoint = find(method);
            Object result = endpoint.call(params);
            if (!(result instanceof CompletableFuture<?> future)) {
                return CompletableFuture.completedFuture(
                        result instanceof ProcessList ? result : WireValues.of(result));
            }
            return future.isDone() ? future.thenApply(WireValues::of) : future.thenApplyAsync(WireValues::of, executor);
        } catch (RuntimeException | Error e) {
            // The one guard of all methods: whatever went wrong, the client gets an answer and the log its reason.
            // Errors too: what a client asks for may not fit into memory, and it would wait for its answer for ever.
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether an answer may have many megabytes. */
    public static boolean isLarge(String method) {
        return method.startsWith("supervisor.read")
                || method.startsWith("supervisor.tail")
                || method.equals("system.multicall");
    }

    /** Whether there is such a method, whoever may call it. */
    public boolean knows(String method) {
        return registry.find(method).isPresent();
    }

    /** Exactly one dot: a namespace that has a dot itself can't be reached, as in the original. */
    private RpcEndpoint find(String method) {
        if (method.indexOf('.') != method.lastIndexOf('.')) {
            throw new RpcFault(Fault.UNKNOWN_METHOD);
        }
        RpcEndpoint endpoint = registry.find(method).orElseThrow(() -> new RpcFault(Fault.UNKNOWN_METHOD));
        if (!role.permits(endpoint.role())) {
            // FAILED, because clients of the original show the text of no other fault.
            throw new RpcFault(Fault.FAILED, method + " is not permitted here: the server's role is read");
        }
        return endpoint;
    }

    /** What made a future fail, without the wrapping. */
    public static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
