/** Jetty: listeners, authentication, bytes to and from the RPC dispatcher, streaming of logs. */
@NullMarked
package org.supervisor4j.daemon.http;

import org.jspecify.annotations.NullMarked;
