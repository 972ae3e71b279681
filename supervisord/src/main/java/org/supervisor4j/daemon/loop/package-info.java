/** What the control loop, the output loops and the log's writer have in common: a thread that owns something. */
@NullMarked
package org.supervisor4j.daemon.loop;

import org.jspecify.annotations.NullMarked;
