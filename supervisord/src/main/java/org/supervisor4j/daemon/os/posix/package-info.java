/** The POSIX (Linux) implementation of {@code os}: the only classes that call libc. */
@NullMarked
package org.supervisor4j.daemon.os.posix;

import org.jspecify.annotations.NullMarked;
