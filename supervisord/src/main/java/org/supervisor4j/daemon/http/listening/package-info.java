/**
 * What holds for everybody who comes through a server: sockets, TLS, logins, limits, and what one server may take of
 * the daemon. Jetty is set up here. What the servers need of the rest of the daemon comes through
 * {@link org.supervisor4j.daemon.http.listening.HttpServices}.
 */
@NullMarked
package org.supervisor4j.daemon.http.listening;

import org.jspecify.annotations.NullMarked;
