package org.supervisor4j.daemon.rpc;

/** An {@code [rpcinterface:x]} section that can't be served. The message is the usage error. */
public final class RpcInterfaceException extends Exception {
    private final String detail;

    RpcInterfaceException(String message, String detail) {
        super(message);
        this.detail = detail;
    }

    /** Why, for a warning in the log before the usage error. */
    public String detail() {
        return detail;
    }

    /** The message with the reason in brackets. */
    public String sentence() {
        return getMessage() + " (" + detail + ")";
    }
}
