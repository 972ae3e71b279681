package org.supervisor4j.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;

/**
 * The names under which a browser may have us. A page of another site can make its own name lead to our address (DNS
 * rebinding), and then counts as a page of ours for the browser; what it can't do is to call us by a name that isn't
 * its own. So a public name that we don't know is not trusted. All others can't be another site's: addresses, names
 * without a dot, and names under domains that nobody can register.
 */
final class TrustedNames {
    /** RFC 6761, 6762, 8375, 9476, ICANN's "internal", and what ICANN keeps from being delegated. */
    private static final List<String> PRIVATE_DOMAINS =
            List.of(".localhost", ".local", ".home.arpa", ".internal", ".test", ".invalid", ".home", ".corp", ".mail");

    private final List<String> ours = new ArrayList<>();

    /** @param nodeName of this machine; under its first label it may stand in any domain that it has itself */
    TrustedNames(Inet config, String nodeName) {
        ours.add(nodeName.toLowerCase(Locale.ROOT));
        if (config.host() != null) {
            ours.add(config.host().toLowerCase(Locale.ROOT));
        }
        config.serverNames().forEach(name -> ours.add(name.toLowerCase(Locale.ROOT)));
    }

    /** @param authority a Host header: a name or an address, with or without a port */
    boolean contain(String authority) {
        String name = nameIn(authority.toLowerCase(Locale.ROOT));
        return name.indexOf('.') < 0
                || name.indexOf(':') >= 0
                || isAddress(name)
                || ours.contains(name)
                || PRIVATE_DOMAINS.stream().anyMatch(name::endsWith);
    }

    /** Without the port, the brackets of an IPv6 address, and the dot at the end. */
    private static String nameIn(String authority) {
        if (authority.startsWith("[")) {
            return authority.substring(1, Math.max(1, authority.indexOf(']')));
        }
        int colon = authority.indexOf(':');
        String name = colon < 0 ? authority : authority.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** No top-level domain begins with a digit, so a last label of digits is that of an address. */
    private static boolean isAddress(String name) {
        char first = name.charAt(name.lastIndexOf('.') + 1);
        return first >= '0' && first <= '9';
    }
}
