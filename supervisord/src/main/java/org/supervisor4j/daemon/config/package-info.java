/**
 * The sections of supervisord.conf as immutable records, and the parser that makes them from text. Pure: files, users
 * and directories are looked up through functions that the caller passes in.
 */
@NullMarked
package org.supervisor4j.daemon.config;

import org.jspecify.annotations.NullMarked;
