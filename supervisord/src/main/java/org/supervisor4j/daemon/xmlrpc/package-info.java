/** XML-RPC on the wire, as a server reads and writes it. */
@NullMarked
package org.supervisor4j.daemon.xmlrpc;

import org.jspecify.annotations.NullMarked;
