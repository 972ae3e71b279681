/**
 * What is configured, as immutable records, and the keys that fill them: each key stands once, with its kind, default
 * and class of change. Pure.
 */
@NullMarked
package org.supervisor4j.daemon.config;

import org.jspecify.annotations.NullMarked;
