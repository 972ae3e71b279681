/**
 * The second loop: the children's stdout and stderr, and the files, syslog and events that they go to. Owns those
 * descriptors; knows nothing of process states.
 */
@NullMarked
package org.supervisor4j.daemon.output;

import org.jspecify.annotations.NullMarked;
