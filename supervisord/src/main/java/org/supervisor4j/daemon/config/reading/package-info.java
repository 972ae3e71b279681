/**
 * From the text of supervisord.conf to records, or to all of its problems. Pure: files, users and directories are
 * looked up through functions that the caller passes in.
 */
@NullMarked
package org.supervisor4j.daemon.config.reading;

import org.jspecify.annotations.NullMarked;
