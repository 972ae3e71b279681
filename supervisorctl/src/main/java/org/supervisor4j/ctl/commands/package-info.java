/** The actions of {@code supervisorctl}: one class each, all of the same shape, and the list of them. */
@NullMarked
package org.supervisor4j.ctl.commands;

import org.jspecify.annotations.NullMarked;
