package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;

/**
 * The native memory of one spawn: the status block, the child's stack, and whatever the rows of its table point to. The
 * child works on it until it has exec'd or died, so it must stay mapped until then: it is freed by hand, and never by
 * the collector. One thread at a time.
 */
final class SpawnMemory {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;

    /** {@code struct status} of {@code spawn-x86_64.S}. */
    private static final int ERROR = 0;

    private static final int ROW = 8;
    private static final int EVERY_SIGNAL = 16;
    private static final int STATUS_SIZE = 32;

    /** The child pushes nothing; the ABI's red zone is all that it could ever touch. */
    private static final int STACK_SIZE = 256;

    /** What every spawn needs, beside what is asked for. */
    static final int FIXED_SIZE = STATUS_SIZE + STACK_SIZE;

    private final LibC libc;
    private final long address;
    private final int size;
    private final ByteBuffer bytes;
    private final LongBuffer longs;
    private int used = FIXED_SIZE;

    private SpawnMemory(LibC libc, long address, int size) {
        this.libc = libc;
        this.address = address;
        this.size = size;
        this.bytes = libc.view(address, size);
        this.longs = bytes.asLongBuffer();
        bytes.putLong(EVERY_SIGNAL, -1L);
    }

    /**
     * @param size in bytes, {@link #FIXED_SIZE} included
     * @param forkedChild whether the child will have a copy of our memory: the status must reach us all the same
     */
    static SpawnMemory map(LibC libc, int size, boolean forkedChild) throws OsException {
        int flags = MAP_ANONYMOUS | (forkedChild ? MAP_SHARED : MAP_PRIVATE);
        long address = libc.mmap(size, PROT_READ_WRITE, flags);
        if (address < 0) {
            throw Errors.exception(address, "map", size + " bytes of memory for a spawn");
        }
        return new SpawnMemory(libc, address, size);
    }

    void unmap() {
        libc.munmap(address, size);
    }

    long statusAddress() {
        return address;
    }

    long stackTop() {
        return address + FIXED_SIZE;
    }

    /** The error number (not negated) that the child left, 0 if there was no failure. */
    int error() {
        return (int) -bytes.getLong(ERROR);
    }

    /** The index of the row that failed. */
    int failedRow() {
        return (int) bytes.getLong(ROW);
    }

    /** Reserves memory, zeroed. @return its offset, a multiple of eight */
    int reserve(int count) {
        int offset = (used + 7) & -8;
        used = offset + count;
        return offset;
    }

    long addressOf(int offset) {
        return address + offset;
    }

    /** @param offset a multiple of eight */
    void putLongs(int offset, long[] values, int count) {
        // At once: one by one, a hundred rows took the first children a millisecond.
        longs.put(offset / Long.BYTES, values, 0, count);
    }

    /** @return the address of the text, which ends with a NUL */
    long putString(byte[] text) {
        int offset = reserve(text.length + 1);
        bytes.put(offset, text);
        return address + offset;
    }

    /** @return the address of the values */
    long putLongs(long... values) {
        int offset = reserve(Long.BYTES * values.length);
        putLongs(offset, values, values.length);
        return address + offset;
    }

    /** @return the address of the values */
    long putInts(Iterable<Integer> values, int count) {
        int offset = reserve(Integer.BYTES * count);
        int next = offset;
        for (int value : values) {
            bytes.putInt(next, value);
            next += Integer.BYTES;
        }
        return address + offset;
    }
}
