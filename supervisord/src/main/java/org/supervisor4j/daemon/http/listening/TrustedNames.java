package org.supervisor4j.daemon.http.listening;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;

/**
 * The names under which a browser may reach a server. A page of another site can make its own name lead to the server's
 * address (DNS rebinding), and then the browser takes it for a page of the server; what it can't do is to use a name
 * that isn't its own. So an unknown public name is not trusted. All others can't be another site's: addresses, names
 * without a dot, and names under domains that nobody can register.
 */
public final class TrustedNames {
    /** RFC 6761, 6762, 8375, 9476, ICANN's "internal", and what ICANN keeps from being delegated. */
    private static final List<String> PRIVATE_DOMAINS =
            List.of(".localhost", ".local", ".home.arpa", ".internal", ".test", ".invalid", ".home", ".corp", ".mail");

    private final Set<String> ours = new HashSet<>();
    /** What {@code server_names} lists, as it stands there. */
    private final Set<String> listed = new HashSet<>();

    private final boolean any;

    private TrustedNames(boolean any) {
        this.any = any;
    }

    /** For a Unix socket, to which no browser comes by itself. */
    static TrustedNames any() {
        return new TrustedNames(true);
    }

    /** @param nodeName of this machine; under its first label it may stand in any domain that it has itself */
    public TrustedNames(Inet config, String nodeName) {
        // A browser sends a login to the name that it was typed in for, and to no other.
        this(config.login() != null);
        ours.add(nodeName.toLowerCase(Locale.ROOT));
        if (config.host() != null) {
            ours.add(config.host().toLowerCase(Locale.ROOT));
        }
        for (String name : config.serverNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            listed.add(lower);
            ours.add(nameIn(lower));
        }
    }

    /**
     * Whether {@code server_names} lists it, so that its pages are ours although we go by another name here: a proxy
     * stands between.
     *
     * @param authority of an origin, in lower case, without the port that its scheme has by itself
     */
    public boolean list(String authority) {
        return listed.contains(authority);
    }

    /** @param authority a Host header: a name or an address, with or without a port */
    public boolean contain(String authority) {
        String name = nameIn(authority.toLowerCase(Locale.ROOT));
        return any
                || name.indexOf('.') < 0
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
