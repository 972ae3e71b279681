/** Calls into the C library, and the numbers and layouts of this platform. */
@NullMarked
package org.supervisor4j.daemon.os.posix.libc;

import org.jspecify.annotations.NullMarked;
