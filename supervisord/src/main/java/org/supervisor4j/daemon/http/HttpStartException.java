package org.supervisor4j.daemon.http;

/** A server that can't be opened. The message is the reference's usage error, without {@code Error: }. */
public final class HttpStartException extends Exception {
    HttpStartException(String message, Throwable cause) {
        super(message, cause);
    }

    HttpStartException(String message) {
        super(message);
    }

    static HttpStartException addressInUse() {
        // contract: options.py, openhttpservers (two blanks after the full stop)
        return new HttpStartException("Another program is already listening on a port that one of our HTTP servers is "
                + "configured to use.  Shut this program down first before starting supervisord.");
    }
}
