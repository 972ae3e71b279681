package org.supervisor4j.daemon.health;

import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/** Reads the addresses that probes ask. */
final class Places {
    private static final int LAST_PORT = 65535;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    /** What fits into {@code sun_path}, with its NUL. */
    private static final int LONGEST_SOCKET = 107;

    private record HostAndPort(String host, int port) {}

    private Places() {}

    static String authority(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    static Probe.Tcp tcp(String address, String whole) throws InvalidValueException {
        int colon = address.lastIndexOf(':');
        boolean bare = colon < 0;
        HostAndPort place = bare ? new HostAndPort("", port(address, whole)) : hostAndPort(address, -1, whole);
        return new Probe.Tcp(place.host.isEmpty() ? "127.0.0.1" : place.host, place.port);
    }

    static Probe.Http http(String url) throws InvalidValueException {
        boolean tls = url.startsWith("https:");
        String prefix = tls ? "https://" : "http://";
        if (!url.startsWith(prefix)) {
            throw bad(url, "http://host:port/path is");
        }
        int end = prefix.length();
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(prefix.length(), end);
        if (authority.indexOf('@') >= 0) {
            throw new InvalidValueException(PythonRepr.of(prefix + "...") + " has a login in its address; give it by"
                    + " healthcheck_header = Authorization: Basic ...");
        }
        HostAndPort place = hostAndPort(authority, tls ? HTTPS : HTTP, url);
        if (place.host.isEmpty()) {
            throw bad(url, "http://host:port/path is");
        }
        String target = url.substring(end);
        int fragment = target.indexOf('#');
        if (fragment >= 0) {
            target = target.substring(0, fragment);
        }
        for (int i = 0; i < target.length(); i++) {
            char character = target.charAt(i);
            if (character <= ' ' || character > '~') {
                throw new InvalidValueException(PythonRepr.of(url) + " has a character that belongs into no address;"
                        + " write it as percent sign and two digits (doubled here: %%20)");
            }
        }
        return new Probe.Http(tls, place.host, place.port, target.startsWith("/") ? target : "/" + target);
    }

    static String path(String path, String whole) throws InvalidValueException {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new InvalidValueException(PythonRepr.of(whole) + " names no absolute path");
        }
        if (whole.startsWith("unix:") && path.length() > LONGEST_SOCKET) {
            throw new InvalidValueException(
                    PythonRepr.of(whole) + " is too long: a socket's path has " + LONGEST_SOCKET + " bytes at most");
        }
        return path;
    }

    private static HostAndPort hostAndPort(String text, int usual, String whole) throws InvalidValueException {
        int colon = text.lastIndexOf(':');
        boolean bracket = text.startsWith("[");
        int close = text.indexOf(']');
        if (bracket && close < 0) {
            throw bad(whole, "an address in brackets needs its ]; host:port is");
        }
        boolean hasPort = colon > close;
        String host = hasPort ? text.substring(0, colon) : text;
        if (!hasPort && usual < 0) {
            throw bad(whole, "host:port is");
        }
        if (bracket) {
            if (!host.endsWith("]")) {
                throw bad(whole, "[::1]:port is");
            }
            host = host.substring(1, host.length() - 1);
        }
        for (int i = 0; i < host.length(); i++) {
            char character = host.charAt(i);
            boolean fine = character < 0x80 && (Character.isLetterOrDigit(character) || "-._%".indexOf(character) >= 0);
            if (!fine && !(bracket && character == ':')) {
                throw bad(whole, "host:port is");
            }
        }
        return new HostAndPort(host, hasPort ? port(text.substring(colon + 1), whole) : usual);
    }

    private static int port(String text, String whole) throws InvalidValueException {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i > 5) {
                throw bad(whole, "a port from 1 to 65535 is");
            }
            port = port * 10 + digit;
        }
        if (port < 1 || port > LAST_PORT) {
            throw bad(whole, "a port from 1 to 65535 is");
        }
        return port;
    }

    private static InvalidValueException bad(String whole, String wanted) {
        return new InvalidValueException(PythonRepr.of(whole) + " is no such address: " + wanted + " what is needed");
    }
}
