/**
 * Where bytes of a log end up: rotating files, the system's log, an open descriptor. Used by the output loop for the
 * children's logs and by the log writer for the daemon's own. A sink never waits: what its target can't take now it
 * keeps, what can't be written it counts. A sink belongs to one thread. Knows nothing of processes.
 */
@NullMarked
package org.supervisor4j.daemon.sink;

import org.jspecify.annotations.NullMarked;
