package org.supervisor4j.daemon.rpc;

import org.supervisor4j.daemon.config.SupervisordConfig;

/**
 * The configuration that was read last: what {@code addProcessGroup} and {@code getAllConfigInfo} look at.
 *
 * @param reread whether it has been read since the daemon's (re)start
 */
record LastRead(SupervisordConfig config, boolean reread) {}
