/** The RPC methods, declared and documented once. */
@NullMarked
package org.supervisor4j.api;

import org.jspecify.annotations.NullMarked;
