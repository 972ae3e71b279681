package org.supervisor4j.daemon.http;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Tells whether a browser sent the request on behalf of another site's page. A browser sends its stored login along
 * with such requests, and reaches servers that others can't, so what changes something must not be done for them.
 * Programs send none of the headers by which a browser is known, and pass.
 */
final class OriginCheck {
    private OriginCheck() {}

    static boolean isForeign(Request request) {
        return isCrossSite(request) || isRebound(request);
    }

    /**
     * Whether a browser has us under a name that is not ours: {@link TrustedNames}. Every browser says which languages
     * its user reads, and no page can keep it from saying so; hardly a program does.
     */
    private static boolean isRebound(Request request) {
        TrustedNames names = ListenerPolicy.of(request).names();
        HttpFields headers = request.getHeaders();
        boolean browser = headers.contains(HttpHeader.ACCEPT_LANGUAGE)
                || headers.contains(HttpHeader.ORIGIN)
                || headers.contains(HttpHeader.REFERER)
                || headers.contains("Sec-Fetch-Site");
        return names != null
                && browser
                && !ServerUrl.hostOf(request).map(names::contain).orElse(true);
    }

    private static boolean isCrossSite(Request request) {
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
