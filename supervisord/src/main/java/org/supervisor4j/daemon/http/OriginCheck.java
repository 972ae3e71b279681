package org.supervisor4j.daemon.http;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Tells whether a browser sent the request on behalf of another site's page. A browser sends its stored login along
 * with such requests, so what changes something must not be done for them. Programs send neither header and pass.
 */
final class OriginCheck {
    private OriginCheck() {}

    static boolean isForeign(Request request) {
        HttpFields headers = request.getHeaders();
        String site = headers.get("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("cross-site") || site.equals("same-site");
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        return origin != null && !isSame(origin, ServerUrl.hostOf(request));
    }

    /** Whether the origin (scheme, host, port) has the authority that the request was sent to. */
    private static boolean isSame(String origin, Optional<String> host) {
        int slashes = origin.indexOf("://");
        if (slashes < 0 || host.isEmpty()) {
            return false;
        }
        String defaultPort = origin.startsWith("https:") ? ":443" : ":80";
        return authority(origin.substring(slashes + 3), defaultPort).equals(authority(host.get(), defaultPort));
    }

    private static String authority(String text, String defaultPort) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
