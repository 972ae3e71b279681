/** Asks programs how they are, and hears what they say, on threads of its own. */
@NullMarked
package org.supervisor4j.daemon.health.probing;

import org.jspecify.annotations.NullMarked;
