/** What the text of an option comes to, in the original's ways. Pure. */
@NullMarked
package org.supervisor4j.daemon.values;

import org.jspecify.annotations.NullMarked;
