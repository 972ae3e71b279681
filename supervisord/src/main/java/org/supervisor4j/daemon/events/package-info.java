/** The events that listeners subscribe to: their tree, their payloads, their envelope. Pure values. */
@NullMarked
package org.supervisor4j.daemon.events;

import org.jspecify.annotations.NullMarked;
