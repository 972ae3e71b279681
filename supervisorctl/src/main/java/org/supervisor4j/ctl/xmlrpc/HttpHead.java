package org.supervisor4j.ctl.xmlrpc;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first part of an answer.
 *
 * @param version {@code HTTP/1.1}
 * @param headers by lower-case name; of repeated ones, the last
 */
public record HttpHead(String version, int status, String reason, Map<String, String> headers) {

    boolean isChunked() {
        return "chunked".equalsIgnoreCase(header("transfer-encoding"));
    }

    /** The declared number of bytes, or -1 where none (or nonsense) is declared. */
    long contentLength() {
        String declared = header("content-length");
        if (declared == null || declared.isEmpty() || declared.length() > 18) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < declared.length(); i++) {
            int digit = declared.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }

    /** Whether the server will take another request on this connection. */
    boolean isKeptAlive() {
        String connection = header("connection");
        return version.equals("HTTP/1.1")
                ? !"close".equalsIgnoreCase(connection)
                : "keep-alive".equalsIgnoreCase(connection);
    }

    /** Whether the server says that it did what a header {@code Prefer} asked for. */
    public boolean isPreferenceApplied() {
        return header("preference-applied") != null;
    }

    private @Nullable String header(String name) {
        return headers.get(name);
    }
}
