/**
 * The one way to files by their paths. Logs, sockets, pid files and the like lie in folders that may belong to somebody
 * else, while the daemon may be root: so a path is walked, component by component, with each folder held by a
 * descriptor, and what is opened, renamed or removed is so in the folder that is held. Knows {@code os} only.
 */
@NullMarked
package org.supervisor4j.daemon.files;

import org.jspecify.annotations.NullMarked;
