package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** Keeps what a target could not take yet. Takes no memory while there is nothing. */
final class KeptBytes {
    /** More than a unit and what may follow it, and little enough to be held for many targets. */
    static final int LIMIT = 8 * 1024 * 1024;

    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private ByteBuffer bytes = NONE;

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    int size() {
        return bytes.remaining();
    }

    /** What is kept, to be consumed from the front. */
    ByteBuffer bytes() {
        return bytes;
    }

    /**
     * Takes all of it.
     *
     * @return false, with nothing taken, if that would be more than the limit
     */
    boolean add(ByteBuffer more) {
        if (!more.hasRemaining()) {
            return true;
        }
        int size = bytes.remaining() + more.remaining();
        if (size > LIMIT) {
            return false;
        }
        if (bytes.capacity() < size) {
            bytes = ByteBuffer.allocateDirect(Math.min(LIMIT, 2 * size)).put(bytes);
        } else {
            bytes.compact();
        }
        bytes.put(more).flip();
        return true;
    }

    /** Forgets everything, and the memory. */
    void clear() {
        bytes = NONE;
    }
}
