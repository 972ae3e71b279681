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
        /** Never throws; see {@link RpcRouter#call}. */
        CompletableFuture<@Nullable Object> call(String method, List<? extends @Nullable Object> params);
    }

    /** In chars. When the answers hold more, no further call is made: thousands of logs would fill the memory. */
    private static final long MOST_TEXT = 16 * 1024 * 1024;

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

    private CompletableFuture<@Nullable Object> make(Map<?, ?> call) {
        Object name = call.get("methodName");
        if (name == null) {
            return refuse("No methodName");
        } else if (name.equals("system.multicall")) {
            return refuse("Recursive system.multicall forbidden");
        } else if (!(name instanceof String)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException(PythonText.repr(name) + " was sent for a method's name"));
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
            return WireValues.of(value);
        }
        Throwable cause = RpcRouter.causeOf(failure);
        RpcFault fault =
                cause instanceof RpcFault own ? own : new RpcFault(Fault.FAILED, String.valueOf(cause.getMessage()));
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("faultCode", fault.code());
        struct.put("faultString", fault.text());
        return struct;
    }

    /** One multicall on its way. Touched by one thread at a time: the one that makes the next call. */
    private final class Run {
        private final Iterator<Map<?, ?>> remaining;
        private final List<@Nullable Object> results = new ArrayList<>();
        private long text;

        Run(Iterator<Map<?, ?>> remaining) {
            this.remaining = remaining;
        }

        /** A loop, not a recursion: thousands of calls that answer at once must not cost stack. */
        CompletableFuture<List<@Nullable Object>> advance() {
            while (remaining.hasNext()) {
                CompletableFuture<@Nullable Object> result = next().handle(Multicall::resultOf);
                if (!result.isDone()) {
                    return result.thenComposeAsync(this::goOn, executor);
                }
                add(result.join());
            }
            return CompletableFuture.completedFuture(results);
        }

        private CompletableFuture<@Nullable Object> next() {
            Map<?, ?> call = remaining.next();
            return text <= MOST_TEXT
                    ? make(call)
                    : CompletableFuture.failedFuture(
                            new RpcFault(Fault.FAILED, "the answers before it are too long already"));
        }

        private CompletableFuture<List<@Nullable Object>> goOn(@Nullable Object result) {
            add(result);
            return advance();
        }

        private void add(@Nullable Object result) {
            results.add(result);
            text += textIn(result);
        }

        /** Logs come as texts, and in arrays; processes and their settings in structs. */
        private static long textIn(@Nullable Object result) {
            if (result instanceof List<?> list) {
                return list.stream().mapToLong(Run::textIn).sum();
            }
            if (result instanceof Map<?, ?> struct) {
                return struct.values().stream().mapToLong(Run::textIn).sum();
            }
            return result instanceof String answered ? answered.length() : 0;
        }
    }
}
