/** XML as far as XML-RPC has it: what both ends read by. */
@NullMarked
package org.supervisor4j.xml;

import org.jspecify.annotations.NullMarked;
