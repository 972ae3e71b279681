/** Programs that come and go while the daemon lives, for XML-RPC clients. */
@NullMarked
package org.supervisor4j.twiddler;

import org.jspecify.annotations.NullMarked;
