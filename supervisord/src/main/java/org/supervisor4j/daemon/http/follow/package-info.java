/** Logs that are followed or fetched over HTTP, however many do it. */
@NullMarked
package org.supervisor4j.daemon.http.follow;

import org.jspecify.annotations.NullMarked;
