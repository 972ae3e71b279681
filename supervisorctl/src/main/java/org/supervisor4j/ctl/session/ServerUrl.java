package org.supervisor4j.ctl.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");
    private static final Pattern URL = Pattern.compile(SCHEME + "(?://)?+[^?#].*", Pattern.DOTALL);
    private static final int DEFAULT_PORT = 80;
    private static final int DEFAULT_TLS_PORT = 443;

    /** As OpenSSL, curl and Python have it: a PEM file with the authorities to trust instead of the system's. */
    private static final String AUTHORITIES = "SSL_CERT_FILE";

    private static final int MAX_PORT = 65_535;

    /** Whether it has a scheme and something after it: all that option {@code -s} asks for. */
    public boolean isUrl() {
        return URL.matcher(text).matches();
    }

    /** The scheme in lower case; empty if there is none. */
    public String scheme() {
        Matcher scheme = SCHEME.matcher(text);
        return scheme.lookingAt() ? scheme.group(1).toLowerCase(Locale.ROOT) : "";
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
        if (!digits.matches("[0-9]+")) {
            throw new PythonError("ValueError", "Port could not be cast to integer value as " + PythonRepr.of(digits));
        }
        if (digits.length() > 9 || Integer.parseInt(digits) > MAX_PORT) {
            throw new PythonError("ValueError", "Port out of range 0-65535");
        }
        return Integer.parseInt(digits);
    }
}
