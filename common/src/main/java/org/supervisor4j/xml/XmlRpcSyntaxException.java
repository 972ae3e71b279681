package org.supervisor4j.xml;

import java.io.IOException;

/** The body of an answer is not XML, or not an XML-RPC answer. */
public final class XmlRpcSyntaxException extends IOException {
    /** How far the body is from an answer. */
    public enum Kind {
        NOT_UTF8,
        NOT_WELL_FORMED,
        NOT_A_RESPONSE
    }

    private final Kind kind;

    public XmlRpcSyntaxException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
