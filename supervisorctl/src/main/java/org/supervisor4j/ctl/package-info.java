/** The command-line client: one class a command, one shape for all. */
@NullMarked
package org.supervisor4j.ctl;

import org.jspecify.annotations.NullMarked;
