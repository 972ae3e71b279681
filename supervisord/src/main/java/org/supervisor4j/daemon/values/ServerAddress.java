package org.supervisor4j.daemon.values;

import java.math.BigInteger;
import java.net.UnknownHostException;
import java.util.Locale;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonNumber;
import org.supervisor4j.ini.PythonRepr;

/**
 * Where an HTTP server listens.
 *
 * @param host lower case; empty for all interfaces; an IPv6 address in brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {
    private static final int LARGEST_PORT = 65535;

    /**
     * {@code port}, {@code :port}, {@code *:port} or {@code host:port}, split at the last colon. An IPv6 address needs
     * brackets, which the original does not know.
     */
    public static ServerAddress parse(String text) throws InvalidValueException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            try {
                return new ServerAddress("", port(text));
            } catch (InvalidValueException bad) {
                // contract: datatypes.inet_address, blank at the end included
                throw new InvalidValueException("not a valid port number: " + PythonRepr.of(text) + " ");
            }
        }
        String port = text.substring(colon + 1);
        if (port.isEmpty()) {
            throw new InvalidValueException("no port number specified in ''");
        }
        int number;
        try {
            number = port(port);
        } catch (InvalidValueException bad) {
            throw text.startsWith("[") && text.endsWith("]")
                    ? bad.advising("the port is missing: an IPv6 address has it after its brackets, " + text + ":9001")
                    : bad;
        }
        String host = text.substring(0, colon).toLowerCase(Locale.ROOT);
        checkBrackets(host);
        return new ServerAddress(host.equals("*") ? "" : host, number);
    }

    /**
     * Nothing is looked up.
     *
     * @param host a name or an address
     * @throws InvalidValueException if there are brackets around it, or at one side of it, and no IPv6 address inside
     */
    public static void checkBrackets(String host) throws InvalidValueException {
        if (!host.startsWith("[") && !host.endsWith("]")) {
            return;
        }
        try {
            int zone = host.indexOf('%');
            // Java takes what begins with a bracket for an address, and for nothing else.
            java.net.InetAddress.getByName(host.startsWith("[") && zone > 0 ? host.substring(0, zone) + "]" : host);
        } catch (UnknownHostException e) {
            throw new InvalidValueException(PythonRepr.of(host) + " is no IPv6 address in brackets");
        }
    }

    /** @throws InvalidValueException {@code 70000 is above upper bound (65535)} and the like */
    public static int port(String text) throws InvalidValueException {
        BigInteger port = PythonNumber.decimal(text);
        if (port.signum() <= 0) {
            throw new InvalidValueException(port + " is below lower bound (1)");
        }
        if (port.compareTo(BigInteger.valueOf(LARGEST_PORT)) > 0) {
            throw new InvalidValueException(port + " is above upper bound (" + LARGEST_PORT + ")");
        }
        return port.intValue();
    }
}
