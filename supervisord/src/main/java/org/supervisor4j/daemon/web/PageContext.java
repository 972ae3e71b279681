package org.supervisor4j.daemon.web;

/**
 * What all pages say of the daemon.
 *
 * @param identifier which of several it is
 * @param host the machine that it runs on
 */
record PageContext(String identifier, String host, int year) {
    /** The identifier of every daemon that was not given another. */
    private static final String USUAL = "supervisor";

    /** Tells this daemon's pages from those of others. */
    String place() {
        return identifier.isEmpty() || identifier.equals(USUAL) ? host : identifier + " on " + host;
    }
}
