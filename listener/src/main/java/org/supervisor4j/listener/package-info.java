/**
 * For programs that listen to Supervisor's events, under this supervisord or the original one: the listener's side of
 * the protocol. Needs nothing but Java; knows nothing of the daemon.
 */
@NullMarked
package org.supervisor4j.listener;

import org.jspecify.annotations.NullMarked;
