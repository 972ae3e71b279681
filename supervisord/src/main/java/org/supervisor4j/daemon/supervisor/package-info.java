/**
 * What is supervised as a whole: groups, signals, the daemon's mood, the end of a life. Everything mutable here is
 * touched on the thread {@code control-loop} only.
 */
@NullMarked
package org.supervisor4j.daemon.supervisor;

import org.jspecify.annotations.NullMarked;
