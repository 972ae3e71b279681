/**
 * The things that every command works with: the connection to the daemon, the exit status, the words of the user, the
 * two output streams, and the form of error lines. Knows no command. One thread owns a
 * {@link org.supervisor4j.ctl.session.Session}.
 */
@NullMarked
package org.supervisor4j.ctl.session;

import org.jspecify.annotations.NullMarked;
