/** Paths and files, where others may have made what a path leads through. */
@NullMarked
package org.supervisor4j.daemon.os.files;

import org.jspecify.annotations.NullMarked;
