package org.supervisor4j.daemon.http.routes;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.http.listening.TrustedNames;

/**
 * Tells whether a browser sent the request on behalf of another site's page. A browser sends its stored login along
 * with such requests, and reaches servers that others can't. Programs send none of the headers by which a browser is
 * known, and pass. Each answer says how a request shows that it is foreign, and what to configure if it is not; empty
 * if it may pass.
 */
final class OriginCheck {
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final int LONGEST_SHOWN = 200;

    private OriginCheck() {}

    /** Whether a browser reached the server under a name that is not its own: {@link TrustedNames}. */
    static Optional<String> aboutHost(Request request) {
        ServerPolicy policy = ServerPolicy.of(request);
        return AskedAddress.hostOf(request)
                .filter(host -> !policy.names().contain(host) && BrowserHeaders.in(request.getHeaders()))
                .map(host ->
                        "the header Host is " + shown(host) + ", which may be another site's name for this address;"
                                + " if it is ours, add the name to server_names in [" + policy.section() + "]");
    }

    /**
     * Whether another site's page asks. The first of these headers that there is decides. Where a browser sends the
     * last one alone, it is an old one, or one that came by plain HTTP.
     */
    static Optional<String> aboutSite(Request request) {
        HttpFields headers = request.getHeaders();
        String referer = headers.get(HttpHeader.REFERER);
        boolean alone = !headers.contains(FETCH_SITE) && !headers.contains(HttpHeader.ORIGIN);
        return alone && referer != null && !referer.isBlank()
                ? aboutOrigin(request, "Referer", originIn(referer))
                : aboutScriptsSite(request);
    }

    /**
     * The same for what a script asks for: of another site's it has the Origin always. Our own page's may lack it, and
     * a Referer tells less, if a proxy passes on another Host.
     */
    static Optional<String> aboutScriptsSite(Request request) {
        HttpFields headers = request.getHeaders();
        String site = headers.get(FETCH_SITE);
        String origin = headers.get(HttpHeader.ORIGIN);
        if (site != null) {
            return site.equals("cross-site") || site.equals("same-site")
                    ? Optional.of("the header " + FETCH_SITE + " is " + shown(site)
                            + ": another site's page has asked for it")
                    : Optional.empty();
        }
        return origin == null ? Optional.empty() : aboutOrigin(request, "Origin", origin);
    }

    /** Scheme, host and port of a page's address. */
    private static String originIn(String address) {
        int slashes = address.indexOf("://");
        if (slashes < 0) {
            return address;
        }
        int end = slashes + 3;
        while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        String authority = address.substring(slashes + 3, end);
        return address.substring(0, slashes + 3) + authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** Whether the origin (scheme, host, port) has the authority that the request was sent to, or one of ours. */
    private static Optional<String> aboutOrigin(Request request, String header, String origin) {
        int slashes = origin.indexOf("://");
        String defaultPort = origin.startsWith("https:") ? ":443" : ":80";
        String authority = authority(slashes < 0 ? "" : origin.substring(slashes + 3), defaultPort);
        ServerPolicy policy = ServerPolicy.of(request);
        Optional<String> host = AskedAddress.hostOf(request);
        boolean ours = !authority.isEmpty()
                && (policy.names().list(authority)
                        || host.map(name -> authority(name, defaultPort).equals(authority))
                                .orElse(false));
        if (ours) {
            return Optional.empty();
        }
        String known = "the header " + header + " is " + shown(origin) + ", and Host is "
                + host.map(OriginCheck::shown).orElse("missing");
        String remedy = "; if people reach this page as " + shown(authority)
                + " through a proxy, have it pass the header" + " Host on" + policy.remedy(shown(authority));
        return Optional.of(authority.isEmpty() ? known : known + remedy);
    }

    /** For logs and pages: a client may send anything. */
    private static String shown(String text) {
        String plain = text.replaceAll("[^ -~]", "?");
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "...";
    }

    private static String authority(String text, String defaultPort) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
