package org.supervisor4j.daemon.web;

/**
 * What all pages say of the daemon.
 *
 * @param identifier which of several it is
 */
record PageContext(String identifier, String version, int year) {}
