package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** Room for lines on their way to a file: one for all sinks of a thread. Takes no memory until somebody needs it. */
public final class LineBuffer {
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

    void makeRoomFor(int size) {
        if (bytes.capacity() < size) {
            bytes = ByteBuffer.allocateDirect(size);
        }
    }

    /** What it holds between calls does not matter. */
    ByteBuffer bytes() {
        return bytes;
    }
}
