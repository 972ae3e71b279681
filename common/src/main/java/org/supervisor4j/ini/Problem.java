package org.supervisor4j.ini;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param message the whole sentence as the reference prints it (a contract), without position
 * @param position where, if it is known
 */
public record Problem(String message, @Nullable SourcePosition position) {}
