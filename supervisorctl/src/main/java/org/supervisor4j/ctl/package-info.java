/** The command-line client's entry: options, configuration file, and the shell. */
@NullMarked
package org.supervisor4j.ctl;

import org.jspecify.annotations.NullMarked;
