package org.supervisor4j.daemon.rpc;

/**
 * Methods that clients can call under a namespace of their own: what an {@code [rpcinterface:x]} section adds.
 *
 * @param namespace what stands before the dot
 * @param contract a public interface whose methods carry {@link org.supervisor4j.api.RpcMethod}; only these can be
 *     called, and only as they are declared there
 * @param implementation an object that implements it
 */
public record RpcExtension(String namespace, Class<?> contract, Object implementation) {
    public RpcExtension {
        if (!contract.isInterface() || !contract.isInstance(implementation)) {
            throw new IllegalArgumentException(implementation.getClass().getName() + " doesn't implement the interface "
                    + contract.getName() + " of the RPC namespace " + namespace);
        }
    }
}
