/** The command line and the steps of a start. */
@NullMarked
package org.supervisor4j.daemon.cli;

import org.jspecify.annotations.NullMarked;
