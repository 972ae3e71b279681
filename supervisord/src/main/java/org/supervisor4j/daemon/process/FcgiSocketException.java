package org.supervisor4j.daemon.process;

import org.supervisor4j.daemon.os.OsException;

/** The socket of a FastCGI group that the system refuses. The message says which, and why. */
public final class FcgiSocketException extends Exception {
    FcgiSocketException(String url, OsException refused) {
        // contract: process.py, FastCGIProcessGroup
        super("Could not create FastCGI socket " + url + ": " + refused.getMessage(), refused);
    }
}
