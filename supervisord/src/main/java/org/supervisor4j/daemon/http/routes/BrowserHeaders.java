package org.supervisor4j.daemon.http.routes;

import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Tells whether a browser sent a request. A browser may do so for any site's page: it loads an image, follows a link or
 * submits a form for it, with a login that it has stored, and a page can see to it that neither Origin nor Referer says
 * so. What no page can take away are the languages that the user reads and the browser's own name. Programs (curl,
 * wget, what libraries of programming languages send by themselves, monitors) send none of these headers.
 */
final class BrowserHeaders {
    /** Names that begin so are a browser's own, whatever a page's scripts do: Sec-Fetch-Site, Sec-GPC. */
    private static final String BROWSERS_OWN = "sec-";

    /** How the name of every browser with scripts or images begins, for historical reasons. */
    private static final String NAME = "Mozilla/";

    private BrowserHeaders() {}

    static boolean in(HttpFields headers) {
        return headers.stream().anyMatch(BrowserHeaders::isSign);
    }

    private static boolean isSign(HttpField field) {
        HttpHeader header = field.getHeader();
        String value = field.getValue() == null ? "" : field.getValue().strip();
        if (header == HttpHeader.USER_AGENT) {
            return value.startsWith(NAME);
        } else if (header == HttpHeader.REFERER) {
            // Some programs send it without a value; no browser does.
            return !value.isEmpty();
        }
        return header == HttpHeader.ACCEPT_LANGUAGE
                || header == HttpHeader.ORIGIN
                || field.getName().equalsIgnoreCase("Upgrade-Insecure-Requests")
                || field.getName().toLowerCase(Locale.ROOT).startsWith(BROWSERS_OWN);
    }
}
