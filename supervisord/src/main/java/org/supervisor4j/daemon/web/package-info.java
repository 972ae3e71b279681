/** The pages that a browser sees, as functions of process lists, and the feed that tells open pages what changes. */
@NullMarked
package org.supervisor4j.daemon.web;

import org.jspecify.annotations.NullMarked;
