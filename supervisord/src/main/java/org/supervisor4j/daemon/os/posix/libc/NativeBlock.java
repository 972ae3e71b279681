package org.supervisor4j.daemon.os.posix.libc;

import java.nio.ByteBuffer;

/**
 * Zeroed native memory for the arguments and answers of a call. Not to be touched after {@link #close}.
 *
 * @param address where it begins
 * @param bytes the same memory, in the machine's byte order
 */
public record NativeBlock(LibC libc, long address, ByteBuffer bytes) implements AutoCloseable {
    /** The bytes from an offset up to the next NUL. */
    public byte[] string(int offset) {
        int end = offset;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] string = new byte[end - offset];
        bytes.get(offset, string);
        return string;
    }

    @Override
    public void close() {
        libc.free(address);
    }
}
