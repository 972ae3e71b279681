/** The RPC methods over the supervisor, and their dispatch by name. */
@NullMarked
package org.supervisor4j.daemon.rpc;

import org.jspecify.annotations.NullMarked;
