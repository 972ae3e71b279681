/** XML-RPC on the wire, as a client writes and reads it, and the connections that carry it. */
@NullMarked
package org.supervisor4j.ctl.xmlrpc;

import org.jspecify.annotations.NullMarked;
