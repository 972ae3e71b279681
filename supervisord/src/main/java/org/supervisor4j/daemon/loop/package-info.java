/** The loops: a thread each that owns something and sleeps until it is needed. The control loop is one. */
@NullMarked
package org.supervisor4j.daemon.loop;

import org.jspecify.annotations.NullMarked;
