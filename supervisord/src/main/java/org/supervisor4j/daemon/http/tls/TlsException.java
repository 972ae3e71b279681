package org.supervisor4j.daemon.http.tls;

/** Certificates or keys that can't be used. The message names the file, what is wrong, and what would be right. */
public final class TlsException extends Exception {
    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
