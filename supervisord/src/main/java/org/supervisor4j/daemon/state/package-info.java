/**
 * The life of a process as a pure function: phase and input to the next phase and effects. No thread, no clock, no
 * system call.
 */
@NullMarked
package org.supervisor4j.daemon.state;

import org.jspecify.annotations.NullMarked;
