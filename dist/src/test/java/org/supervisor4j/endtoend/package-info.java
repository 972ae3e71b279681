/**
 * The distribution as its users meet it: real daemons, real clients, real processes. Where Debian's Supervisor is
 * installed it is the living reference: the same commands go to both and must give the same answers. Knows nothing of
 * our classes, only the programs in {@code bin/}.
 */
@NullMarked
package org.supervisor4j.endtoend;

import org.jspecify.annotations.NullMarked;
