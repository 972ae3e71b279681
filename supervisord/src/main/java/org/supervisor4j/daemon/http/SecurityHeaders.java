package org.supervisor4j.daemon.http;

import org.eclipse.jetty.http.HttpFields;

/** What browsers are told to keep to: nothing but our own styles and images, no scripts, no frames. */
final class SecurityHeaders {
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void addTo(HttpFields.Mutable headers) {
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        // Process names and messages stand in our addresses; other sites need not learn them.
        headers.put("Referrer-Policy", "no-referrer");
    }
}
