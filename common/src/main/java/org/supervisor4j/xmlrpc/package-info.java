/** XML-RPC on the wire, for both ends, and the client. */
@NullMarked
package org.supervisor4j.xmlrpc;

import org.jspecify.annotations.NullMarked;
