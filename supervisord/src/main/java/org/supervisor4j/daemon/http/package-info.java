/** The HTTP servers of a life: opened, served and closed together. */
@NullMarked
package org.supervisor4j.daemon.http;

import org.jspecify.annotations.NullMarked;
