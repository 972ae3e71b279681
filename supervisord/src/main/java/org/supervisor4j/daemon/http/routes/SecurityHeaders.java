package org.supervisor4j.daemon.http.routes;

import org.eclipse.jetty.http.HttpFields;

/**
 * Tells browsers what pages may use: scripts, styles and images of this server alone, none that stand in a page itself,
 * and no frames.
 */
final class SecurityHeaders {
    private static final String POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
            + "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void addTo(HttpFields.Mutable headers) {
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        // Process names and messages stand in the addresses; other sites need not learn them. With "no-referrer", a
        // form
        // that is posted over plain HTTP would come from the Origin "null", which may be anybody's.
        headers.put("Referrer-Policy", "same-origin");
    }
}
