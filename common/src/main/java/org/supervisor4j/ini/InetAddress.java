package org.supervisor4j.ini;

import java.math.BigInteger;
import java.util.Locale;

/**
 * Where an HTTP server listens.
 *
 * @param host lower case; empty for all interfaces
 * @param port 1 to 65535
 */
public record InetAddress(String host, int port) {
    private static final int LARGEST_PORT = 65535;

    /** {@code port}, {@code :port}, {@code *:port} or {@code host:port}, split at the last colon. */
    public static InetAddress parse(String text) throws InvalidValueException {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            try {
                return new InetAddress("", port(text));
            } catch (InvalidValueException bad) {
                // contract: datatypes.inet_address, blank at the end included
                throw new InvalidValueException("not a valid port number: " + PythonRepr.of(text) + " ");
            }
        }
        String port = text.substring(colon + 1);
        if (port.isEmpty()) {
            throw new InvalidValueException("no port number specified in ''");
        }
        int number = port(port);
        String host = text.substring(0, colon).toLowerCase(Locale.ROOT);
        return new InetAddress(host.equals("*") ? "" : host, number);
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
