/**
 * What the daemon asks from the operating system, as small interfaces; the one implementation is in {@code os.posix}.
 * Knows nothing of programs or groups. Errors are {@link org.supervisor4j.daemon.os.OsException}s that name operation,
 * object and errno.
 */
@NullMarked
package org.supervisor4j.daemon.os;

import org.jspecify.annotations.NullMarked;
