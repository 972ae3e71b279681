package org.supervisor4j.daemon.health.probing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.HealthCheck;
import org.supervisor4j.daemon.health.HttpHeader;
import org.supervisor4j.daemon.health.Ready;
import org.supervisor4j.daemon.health.StatusRanges;

/**
 * What is to be watched of a run.
 *
 * @param name the process's, for the log
 * @param uid the user that the program is started as
 * @param ready null if it need not say
 * @param check null if nothing is asked
 * @param watchdog how often the program is to say that it lives; zero for never
 * @param timeout after which an attempt to find out whether it is ready has failed
 * @param expect which statuses mean ready, where that is asked by HTTP
 * @param header what is said then; null for nothing
 */
public record WatchOrder(
        String name,
        int uid,
        @Nullable Ready ready,
        @Nullable HealthCheck check,
        Duration watchdog,
        Duration timeout,
        StatusRanges expect,
        @Nullable HttpHeader header,
        ProbeCommands commands) {
    /** Whether the program is to be told where it can say something. */
    boolean hears() {
        return ready instanceof Ready.Notify || !watchdog.isZero();
    }
}
