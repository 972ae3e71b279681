package org.supervisor4j.daemon.health;

import java.util.Locale;

/** What is known of how a program is. */
public enum Verdict {
    /** There is nothing to find out, or nothing runs. */
    NONE,
    /** There has been no verdict in this run. */
    STARTING,
    HEALTHY,
    UNHEALTHY;

    /** As it is written: {@code healthy}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
