package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;

/**
 * Keeps the bytes between the capture tokens, up to a size: a new part pushes out as much of the oldest as it is long
 * itself. So one part that is longer than the size is kept whole, as the reference does; no part is longer than one
 * read.
 */
// contract: loggers.py, BoundIO.write
final class CaptureBuffer {
    private final long maxbytes;
    private byte[] ring = {};
    private int start;
    private int size;

    /** @param maxbytes not 0; a negative number keeps the newest part only, roughly */
    CaptureBuffer(long maxbytes) {
        this.maxbytes = maxbytes;
    }

    /** Consumes the part. */
    void add(ByteBuffer part) {
        int length = part.remaining();
        if ((long) size + length > maxbytes) {
            int dropped = Math.min(length, size);
            start = ring.length == 0 ? 0 : (start + dropped) % ring.length;
            size -= dropped;
        }
        ensureRoomFor(length);
        int at = ring.length == 0 ? 0 : (start + size) % ring.length;
        int toEnd = Math.min(length, ring.length - at);
        part.get(ring, at, toEnd);
        part.get(ring, 0, length - toEnd);
        size += length;
    }

    private void ensureRoomFor(int length) {
        if (size + length > ring.length) {
            byte[] larger = new byte[Math.max(size + length, Math.max(1024, 2 * ring.length))];
            copyTo(larger);
            ring = larger;
            start = 0;
        }
    }

    private void copyTo(byte[] target) {
        int toEnd = Math.min(size, ring.length - start);
        System.arraycopy(ring, start, target, 0, toEnd);
        System.arraycopy(ring, 0, target, toEnd, size - toEnd);
    }

    /** All of it; the buffer is empty then, and takes no memory. */
    byte[] take() {
        byte[] all = new byte[size];
        copyTo(all);
        ring = new byte[0];
        start = 0;
        size = 0;
        return all;
    }
}
