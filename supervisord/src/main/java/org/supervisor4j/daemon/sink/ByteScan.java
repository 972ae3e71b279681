package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;

/** Looks for one byte in much output, eight at a time: children's output is scanned for what is rarely there. */
public final class ByteScan {
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private ByteScan() {}

    /** Where the byte is first in {@code [from, to)}; -1 if it is not there. The buffer's position does not matter. */
    public static int indexOf(ByteBuffer buffer, byte wanted, int from, int to) {
        long pattern = LOW_BITS * (wanted & 0xff);
        int index = from;
        for (; index <= to - Long.BYTES; index += Long.BYTES) {
            long difference = buffer.getLong(index) ^ pattern;
            // Not zero if and only if some byte of the difference is zero; the loop below finds which.
            if (((difference - LOW_BITS) & ~difference & HIGH_BITS) != 0) {
                break;
            }
        }
        for (; index < to; index++) {
            if (buffer.get(index) == wanted) {
                return index;
            }
        }
        return -1;
    }
}
