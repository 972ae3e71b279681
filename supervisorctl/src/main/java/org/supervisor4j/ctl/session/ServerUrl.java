package org.supervisor4j.ctl.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Locale;
import org.supervisor4j.ctl.xmlrpc.HttpTransport;
import org.supervisor4j.ctl.xmlrpc.TlsTransport;
import org.supervisor4j.ctl.xmlrpc.Transport;
import org.supervisor4j.ctl.xmlrpc.UnixSocketTransport;
import org.supervisor4j.ini.PythonRepr;

/**
 * Where the daemon is said to be: {@code http://HOST[:PORT]}, {@code https://HOST[:PORT]} or {@code unix:///PATH}. The
 * text is kept as it was given, because messages show it so; whether it leads anywhere is only asked when it is used.
 */
public record ServerUrl(String text) {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final String UNIX = "unix://";
    private static final int DEFAULT_PORT = 80;
    private static final int DEFAULT_TLS_PORT = 443;

    /** As OpenSSL, curl and Python have it: a PEM file with the authorities to trust instead of the system's. */
    private static final String AUTHORITIES = "SSL_CERT_FILE";

    private static final int MAX_PORT = 65_535;

    /** Whether it has a scheme and something behind it: all that option {@code -s} asks for. */
    public boolean isUrl() {
        int colon = schemeEnd();
        if (colon <= 0) {
            return false;
        }
        int start = text.startsWith("//", colon + 1) ? colon + 3 : colon + 1;
        return start < text.length() && text.charAt(start) != '?' && text.charAt(start) != '#';
    }

    /** The scheme in lower case; empty if there is none. */
    public String scheme() {
        return text.substring(0, Math.max(0, schemeEnd())).toLowerCase(Locale.ROOT);
    }

    /** The index of the colon behind a well-formed scheme, or -1. */
    private int schemeEnd() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == ':') {
                return i == 0 ? -1 : i;
            }
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) {
                return -1;
            }
        }
        return -1;
    }

    public boolean isUnix() {
        return text.startsWith(UNIX);
    }

    /** The socket's path; for {@code unix://} only. */
    public String socketPath() {
        return text.substring(UNIX.length());
    }

    /**
     * The way there.
     *
     * @throws PythonError for a scheme or a port that cannot be used
     */
    public Transport transport() {
        if (isUnix()) {
            if (socketPath().isEmpty()) {
                throw new PythonError("OSError", "[Errno 22] Invalid argument");
            }
            return new UnixSocketTransport(socketPath());
        }
        if (text.startsWith(HTTPS)) {
            return new TlsTransport(tcp(HTTPS, DEFAULT_TLS_PORT), System.getenv(AUTHORITIES));
        }
        if (!text.startsWith(HTTP)) {
            // contract: SupervisorTransport
            throw new PythonError("ValueError", "Unknown protocol for serverurl " + text);
        }
        return tcp(HTTP, DEFAULT_PORT);
    }

    private HttpTransport tcp(String scheme, int defaultPort) {
        String address = address(scheme);
        int bracket = address.lastIndexOf(']');
        int colon = address.indexOf(':', Math.max(0, bracket));
        String host = colon < 0 ? address : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new PythonError("TypeError", "expected string or bytes-like object, got 'NoneType'");
        }
        return new HttpTransport(host, colon < 0 ? defaultPort : port(address.substring(colon + 1), defaultPort));
    }

    /** What stands between the slashes, without user and password. */
    private String address(String scheme) {
        int end = scheme.length();
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(scheme.length(), end);
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** Whether that is this machine, as far as can be told. Asks the name service, which may take its time. */
    public boolean isOnThisMachine() {
        if (isUnix()) {
            return true;
        }
        boolean encrypted = text.startsWith(HTTPS);
        if (!encrypted && !text.startsWith(HTTP)) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(
                    tcp(encrypted ? HTTPS : HTTP, DEFAULT_PORT).name());
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException | PythonError unknown) {
            return false;
        }
    }

    /** Whether a user stands before the host. It is not used: the reference does not. */
    boolean hasLogin() {
        int slashes = text.indexOf("://");
        int end = slashes < 0 ? -1 : text.indexOf('/', slashes + 3);
        return !isUnix()
                && slashes >= 0
                && text.substring(slashes, end < 0 ? text.length() : end).contains("@");
    }

    private static int port(String digits, int defaultPort) {
        if (digits.isEmpty()) {
            return defaultPort;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                throw new PythonError(
                        "ValueError", "Port could not be cast to integer value as " + PythonRepr.of(digits));
            }
        }
        if (digits.length() > 9 || Integer.parseInt(digits) > MAX_PORT) {
            throw new PythonError("ValueError", "Port out of range 0-65535");
        }
        return Integer.parseInt(digits);
    }
}
