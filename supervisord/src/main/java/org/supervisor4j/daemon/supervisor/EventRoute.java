package org.supervisor4j.daemon.supervisor;

import java.util.function.Supplier;
import org.supervisor4j.daemon.os.ActivityLog;

/**
 * How events come to a pool of listeners and leave it.
 *
 * @param identifier the daemon's, as it is at the moment
 */
record EventRoute(EventBus events, EventLoop loop, ActivityLog log, Supplier<String> identifier) {}
