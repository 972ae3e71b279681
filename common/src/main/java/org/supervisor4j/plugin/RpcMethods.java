package org.supervisor4j.plugin;

/**
 * Methods that clients can call.
 *
 * <p>Any thread calls them, several at once. A method that returns a {@link java.util.concurrent.CompletableFuture} is
 * answered when that completes; no method may wait by itself. A fault is an {@link org.supervisor4j.model.RpcFault},
 * thrown or as the future's exception; whatever else is thrown is an internal error for the client, and logged.
 *
 * <p>Parameters are {@code String}, {@code int}, {@code boolean}, {@code List}, {@code Map} or {@code Object} for
 * anything; one that a caller may leave out is true, 0 or null then. Results are the same, and {@code Double},
 * {@code byte[]}; never null.
 *
 * @param contract a public interface whose methods carry {@link org.supervisor4j.api.RpcMethod}; only these can be
 *     called
 */
public record RpcMethods<T>(Class<T> contract, T implementation) {}
