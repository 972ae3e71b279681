/** The daemon's own log: Logback, set up in code. */
@NullMarked
package org.supervisor4j.daemon.logging;

import org.jspecify.annotations.NullMarked;
