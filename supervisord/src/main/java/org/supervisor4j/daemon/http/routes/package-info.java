/** A request on its way from its first byte to a page, a call or a log. */
@NullMarked
package org.supervisor4j.daemon.http.routes;

import org.jspecify.annotations.NullMarked;
