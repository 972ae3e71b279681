package org.supervisor4j.model;

/**
 * What a caller did wrong, or what could not be done for it: an XML-RPC fault. Its text is {@code NAME} or {@code NAME:
 * extra}; clients compare it, so the extra text is part of the contract.
 */
public final class RpcFault extends RuntimeException {
    private final int code;
    private final String text;

    public RpcFault(Fault fault) {
        this(fault.code(), fault.name());
    }

    public RpcFault(Fault fault, String extra) {
        this(fault.code(), fault.name() + ": " + extra);
    }

    /** A fault as it came over the wire, with a code that may be nobody's. */
    public RpcFault(int code, String text) {
        // No stack trace: a fault is an answer, not an accident.
        super(text, null, false, false);
        this.code = code;
        this.text = text;
    }

    /** The {@code faultCode}. */
    public int code() {
        return code;
    }

    /** The {@code faultString}. */
    public String text() {
        return text;
    }

    /** Whether this is the given fault, whatever its text. */
    public boolean is(Fault fault) {
        return code == fault.code();
    }
}
