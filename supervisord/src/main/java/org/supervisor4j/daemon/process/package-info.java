/**
 * One supervised process, from its configuration to a child and back. Everything mutable here is touched on the thread
 * {@code control-loop} only.
 */
@NullMarked
package org.supervisor4j.daemon.process;

import org.jspecify.annotations.NullMarked;
