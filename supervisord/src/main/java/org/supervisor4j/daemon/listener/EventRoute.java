package org.supervisor4j.daemon.listener;

import java.util.function.Supplier;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.os.ActivityLog;

/**
 * How events come to a pool of listeners and leave it.
 *
 * @param identifier the daemon's, as it is at the moment
 */
public record EventRoute(EventBus events, EventLoop loop, ActivityLog log, Supplier<String> identifier) {}
