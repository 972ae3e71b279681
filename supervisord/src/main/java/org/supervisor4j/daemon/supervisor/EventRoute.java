package org.supervisor4j.daemon.supervisor;

import java.util.function.Supplier;
import org.supervisor4j.daemon.os.ActivityLog;

/**
 * How events come to a pool of listeners and leave it.
 *
 * @param identifier the daemon's, as it is at the moment
 */
record EventRoute(EventBus events, EventLoop loop, ActivityLog log, Supplier<String> identifier) {
    static EventRoute of(SupervisorContext context) {
        return new EventRoute(context.events(), context.loop(), context.log(), () -> context.settings()
                .daemon()
                .identifier());
    }
}
