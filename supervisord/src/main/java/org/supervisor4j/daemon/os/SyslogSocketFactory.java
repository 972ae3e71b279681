package org.supervisor4j.daemon.os;

/** Makes ways to the system's log. Connecting happens at the first message, so this can't fail. */
@FunctionalInterface
public interface SyslogSocketFactory {
    SyslogSocket open();
}
