/** Notices of what has happened, for web services and by mail. Nothing of it is loaded unless a section asks for it. */
@NullMarked
package org.supervisor4j.daemon.notice;

import org.jspecify.annotations.NullMarked;
