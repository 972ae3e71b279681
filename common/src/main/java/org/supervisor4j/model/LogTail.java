package org.supervisor4j.model;

import java.util.List;

/**
 * What {@code tailProcessStdoutLog} answers.
 *
 * @param text the slice of the log
 * @param offset the log's size in bytes, where the next call may go on
 * @param overflow whether the log grew by more than was asked for
 */
public record LogTail(String text, long offset, boolean overflow) {
    /** The array that travels. */
    public List<Object> toList() {
        return List.of(text, Int32.nearest(offset), overflow);
    }
}
