/**
 * Why a process does not run: from facts to sentences. Pure: who asks gathers the facts, from the daemon that it is or
 * from one that it talks to, of whatever version. Beside that, who is who on this machine ({@link LocalProcess},
 * {@link LocalUsers}, {@link SocketOwner}), for both programs.
 */
@NullMarked
package org.supervisor4j.diagnosis;

import org.jspecify.annotations.NullMarked;
