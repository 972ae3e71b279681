/** Modules of Python's library that people rely on in both programs: {@code getopt}, {@code fnmatch}. */
@NullMarked
package org.supervisor4j.python;

import org.jspecify.annotations.NullMarked;
