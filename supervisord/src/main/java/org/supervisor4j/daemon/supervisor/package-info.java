/**
 * The control loop and what it owns: processes, groups, pools, timers, the daemon's mood. Everything mutable here is
 * touched on the thread {@code control-loop} only.
 */
@NullMarked
package org.supervisor4j.daemon.supervisor;

import org.jspecify.annotations.NullMarked;
