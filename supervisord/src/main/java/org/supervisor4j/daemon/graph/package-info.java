/**
 * Which process needs which others before it is started, as a value: the words of {@code depends_on=}, whom they mean,
 * and the orders that follow. It knows nothing of processes that live; those show what counts as a
 * {@link org.supervisor4j.daemon.graph.Standing}.
 */
@NullMarked
package org.supervisor4j.daemon.graph;

import org.jspecify.annotations.NullMarked;
