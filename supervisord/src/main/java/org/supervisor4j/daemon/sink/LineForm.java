package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** How a line of a program stands in its log. Keeps the time in a form of its own; belongs to one thread. */
public interface LineForm {
    /** The time of the lines that follow, in milliseconds since the epoch. */
    void at(long epochMillis);

    /** How many bytes {@link #put} writes at most for a line of so many. */
    int maxBytes(int length);

    /**
     * Writes a line and its line end.
     *
     * @param line its bytes from {@code from} to {@code to}, without a line end; the buffer's position does not matter
     * @param isCut whether the program's line goes on in the next one
     */
    void put(ByteBuffer line, int from, int to, boolean isCut, ByteBuffer out);
}
