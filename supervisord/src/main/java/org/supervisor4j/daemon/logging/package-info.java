/**
 * The daemon's own log: a bounded queue that one thread writes. What is said here never waits for a disk or a reader.
 * Owns the thread {@code log-writer} and the log's descriptors.
 */
@NullMarked
package org.supervisor4j.daemon.logging;

import org.jspecify.annotations.NullMarked;
