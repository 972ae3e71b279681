/**
 * The implementation of {@code os} for Linux on x86_64 and aarch64: the only classes that call libc, and the only ones
 * with a dependency on JNR. {@link org.supervisor4j.daemon.os.posix.PosixSystem} is the way in; all else is private.
 */
@NullMarked
package org.supervisor4j.daemon.os.posix;

import org.jspecify.annotations.NullMarked;
