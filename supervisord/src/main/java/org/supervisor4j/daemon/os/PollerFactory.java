package org.supervisor4j.daemon.os;

/** Makes pollers: each loop has its own. */
@FunctionalInterface
public interface PollerFactory {
    Poller open() throws OsException;
}
