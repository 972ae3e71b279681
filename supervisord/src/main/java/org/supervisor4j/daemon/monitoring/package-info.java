/** What machines ask the daemon for: whether it lives, whether all is ready, and numbers. */
@NullMarked
package org.supervisor4j.daemon.monitoring;

import org.jspecify.annotations.NullMarked;
