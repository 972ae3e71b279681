/** Regular expressions that cost the same for each character, whatever the expression and the text are. */
@NullMarked
package org.supervisor4j.daemon.health.pattern;

import org.jspecify.annotations.NullMarked;
