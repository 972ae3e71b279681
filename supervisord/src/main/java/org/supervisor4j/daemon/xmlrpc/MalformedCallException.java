package org.supervisor4j.daemon.xmlrpc;

/** A request body that is no XML-RPC call: an HTTP matter (400), not a fault. */
public final class MalformedCallException extends Exception {
    /** Why, in the words of the reference's log line. */
    public enum Reason {
        UNMARSHALLABLE("unmarshallable"),
        NO_METHOD_NAME("no method name");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** What the log line says after {@code is invalid:}. */
        public String words() {
            return words;
        }
    }

    private final Reason reason;

    MalformedCallException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    MalformedCallException(Exception cause) {
        super(cause.getMessage(), cause);
        this.reason = Reason.UNMARSHALLABLE;
    }

    public Reason reason() {
        return reason;
    }
}
