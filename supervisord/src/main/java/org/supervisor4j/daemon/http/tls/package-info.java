/** Certificates and keys in PEM files, as what TLS works with. Knows nothing of servers. */
@NullMarked
package org.supervisor4j.daemon.http.tls;

import org.jspecify.annotations.NullMarked;
