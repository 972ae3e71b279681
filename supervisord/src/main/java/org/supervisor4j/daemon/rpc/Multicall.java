package org.supervisor4j.daemon.rpc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;

/**
 * Several calls in one, strictly one after the other. One that has to wait holds no thread; what was asked is carried
 * out to its end, whether or not the client still waits (the original drops the rest when a client goes away).
 */
final class Multicall {
    /** How a single call is made. */
    @FunctionalInterface
    interface Caller {
        /** Never throws; see {@link RpcDispatcher#call}. */
        CompletableFuture<@Nullable Object> call(String method, List<? extends @Nullable Object> params);
    }

    private final Caller caller;
    private final Executor executor;

    /** @param executor where the next call is made after one that had to wait: not on the thread that ended the wait */
    Multicall(Caller caller, Executor executor) {
        this.caller = caller;
        this.executor = executor;
    }

    /**
     * Makes the calls.
     *
     * @param calls structs of methodName and params
     * @return the bare results, faults as structs
     * @throws IllegalArgumentException if one isn't a struct; then none is made
     */
    CompletableFuture<List<@Nullable Object>> run(List<@Nullable Object> calls) {
        List<Map<?, ?>> structs = new ArrayList<>();
        for (Object call : calls) {
            if (!(call instanceof Map<?, ?> struct)) {
                throw new IllegalArgumentException(
                        PythonText.repr(call) + " was sent for a struct of methodName and params");
            }
            structs.add(struct);
        }
        return new Run(structs.iterator()).advance();
    }

    private CompletableFuture<@Nullable Object> make(Map<?, ?> call, AnswerRoom room) {
        Object name = call.get("methodName");
        if (name == null) {
            return refuse("No methodName");
        } else if (name.equals("system.multicall")) {
            return refuse("Recursive system.multicall forbidden");
        } else if (!(name instanceof String)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException(PythonText.repr(name) + " was sent for a method's name"));
        }
        if (room.isOverrun() && RpcDispatcher.readsLogs((String) name)) {
            return CompletableFuture.failedFuture(room.refusal());
        }
        List<?> params = sequence(call.containsKey("params") ? call.get("params") : List.of());
        return params == null
                ? CompletableFuture.failedFuture(new RpcFault(Fault.INCORRECT_PARAMETERS))
                : caller.call((String) name, params);
    }

    private static CompletableFuture<@Nullable Object> refuse(String why) {
        return CompletableFuture.failedFuture(new RpcFault(Fault.INCORRECT_PARAMETERS, why));
    }

    /** What Python unpacks into arguments: an array, a text's letters, a struct's names. Null for anything else. */
    private static @Nullable List<?> sequence(@Nullable Object params) {
        if (params instanceof List<?> list) {
            return list;
        } else if (params instanceof String text) {
            return text.codePoints().mapToObj(Character::toString).toList();
        } else if (params instanceof Map<?, ?> map) {
            return List.copyOf(map.keySet());
        }
        return null;
    }

    private static @Nullable Object resultOf(@Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            return value;
        }
        Throwable cause = RpcDispatcher.causeOf(failure);
        return faultStruct(
                cause instanceof RpcFault own ? own : new RpcFault(Fault.FAILED, String.valueOf(cause.getMessage())));
    }

    /** How a fault stands among results. */
    static Map<String, Object> faultStruct(RpcFault fault) {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("faultCode", fault.code());
        struct.put("faultString", fault.text());
        return struct;
    }

    /** One multicall on its way. Touched by one thread at a time: the one that makes the next call. */
    private final class Run {
        private final Iterator<Map<?, ?>> remaining;
        private final List<@Nullable Object> results = new ArrayList<>();
        private final AnswerRoom room = new AnswerRoom();

        Run(Iterator<Map<?, ?>> remaining) {
            this.remaining = remaining;
        }

        /** A loop, not a recursion: thousands of calls that answer at once must not cost stack. */
        CompletableFuture<List<@Nullable Object>> advance() {
            while (remaining.hasNext()) {
                CompletableFuture<@Nullable Object> result =
                        make(remaining.next(), room).handle(Multicall::resultOf);
                if (!result.isDone()) {
                    return result.thenComposeAsync(this::goOn, executor);
                }
                results.add(room.take(result.join()));
            }
            return CompletableFuture.completedFuture(results);
        }

        private CompletableFuture<List<@Nullable Object>> goOn(@Nullable Object result) {
            results.add(room.take(result));
            return advance();
        }
    }
}
