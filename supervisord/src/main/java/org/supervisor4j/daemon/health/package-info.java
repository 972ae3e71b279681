/** When a program is ready, and whether it is well: values and decisions, without threads or a system. */
@NullMarked
package org.supervisor4j.daemon.health;

import org.jspecify.annotations.NullMarked;
