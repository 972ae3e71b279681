/** What {@code supervisord --check} finds in the text of a configuration beyond what stops a start. Pure. */
@NullMarked
package org.supervisor4j.daemon.config.check;

import org.jspecify.annotations.NullMarked;
