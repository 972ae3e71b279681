/**
 * Jetty: listeners, authentication, bytes to and from the RPC dispatcher and the pages, streaming of logs. What it
 * needs of the supervisor comes through {@link org.supervisor4j.daemon.http.HttpServices}; it holds no state of
 * processes.
 */
@NullMarked
package org.supervisor4j.daemon.http;

import org.jspecify.annotations.NullMarked;
