/**
 * Events on their way to event listeners: the bus, the pools, and the protocol on a listener's stdin and stdout. On the
 * control loop only.
 */
@NullMarked
package org.supervisor4j.daemon.listener;

import org.jspecify.annotations.NullMarked;
