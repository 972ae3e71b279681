package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;

/** What came back is not an HTTP answer, or not a whole one. */
public final class HttpProtocolException extends IOException {
    /** The ways in which an answer can be wrong. */
    public enum Kind {
        /** The connection ended before the first byte of the answer. */
        CLOSED_WITHOUT_ANSWER,
        /** The first line is not a status line. */
        BAD_STATUS_LINE,
        /** The connection ended within the answer. */
        INCOMPLETE,
        /** A header line, or all of them, or a chunk's size, are beyond what any server of ours sends. */
        OVERSIZED,
        /** The answer did not begin in time, or began and then came too slowly. */
        TOO_SLOW
    }

    private final Kind kind;

    HttpProtocolException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
