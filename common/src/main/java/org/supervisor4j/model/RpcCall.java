package org.supervisor4j.model;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Calls a method of a daemon. */
@FunctionalInterface
public interface RpcCall {
    /**
     * @param method with its namespace
     * @throws RpcFault if the daemon refuses
     * @throws IOException if it cannot be reached
     */
    Object call(String method, Object... params) throws IOException;

    /** Null where the daemon does not know the method: it is one of the original, or of an older version. */
    default @Nullable Object callIfKnown(String method, Object... params) throws IOException {
        try {
            return call(method, params);
        } catch (RpcFault fault) {
            if (fault.is(Fault.UNKNOWN_METHOD)) {
                return null;
            }
            throw fault;
        }
    }
}
