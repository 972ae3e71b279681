package org.supervisor4j.ctl.xmlrpc;

import java.io.IOException;

/** The server answered, but not with 200. */
public final class HttpStatusException extends IOException {
    private final int status;
    private final String reason;

    HttpStatusException(int status, String reason) {
        super(status + " " + reason);
        this.status = status;
        this.reason = reason;
    }

    /** 401, 500, ... */
    public int status() {
        return status;
    }

    /** The words after the number, as the server sent them; may be empty. */
    public String reason() {
        return reason;
    }
}
