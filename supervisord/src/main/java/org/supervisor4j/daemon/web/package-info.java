/** The pages that a browser sees, as functions of process lists. */
@NullMarked
package org.supervisor4j.daemon.web;

import org.jspecify.annotations.NullMarked;
