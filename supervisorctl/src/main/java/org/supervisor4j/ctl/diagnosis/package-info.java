/**
 * The work of {@code explain} and {@code doctor}: they find out why a process does not run, and why a daemon cannot be
 * reached. Gathers facts and draws conclusions; asks the daemon through a session, and looks at files of this machine.
 */
@NullMarked
package org.supervisor4j.ctl.diagnosis;

import org.jspecify.annotations.NullMarked;
