/**
 * Why a process does not run: from facts to sentences. Pure: the caller gathers the facts, from the daemon that it is
 * or from one that it talks to, of whatever version. Besides, processes and users of this machine
 * ({@link LocalProcess}, {@link LocalUsers}, {@link SocketOwner}), for both programs.
 */
@NullMarked
package org.supervisor4j.diagnosis;

import org.jspecify.annotations.NullMarked;
