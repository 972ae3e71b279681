package org.supervisor4j.daemon.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.LogTail;
import org.supervisor4j.model.RpcFault;

/**
 * Reads pieces of log files for {@code readLog}, {@code readProcessStdoutLog}, {@code tailProcessStdoutLog} and their
 * like. Offsets and lengths are bytes; what is cut or was never UTF-8 shows as U+FFFD.
 *
 * <p>Answers at once whatever has the log's name: a FIFO or a terminal is not read. At most 32 MiB are read at a time,
 * of a read the first, of a tail the last; a client that goes on from where it is gets the rest. Any thread.
 */
public final class LogFileReader {
    /** The most that one call reads, in bytes. */
    public static final int MOST = 16 * 1024 * 1024;

    private static final int CHUNK = 64 * 1024;
    private static final LogTail NOTHING = new LogTail("", 0, false);

    private final Descriptors descriptors;
    private final SafePaths paths;

    public LogFileReader(Descriptors descriptors, SafePaths paths) {
        this.descriptors = descriptors;
        this.paths = paths;
    }

    /**
     * A slice from {@code offset} on.
     *
     * @param path empty if there is no log file
     * @param offset negative = that many bytes from the end, and then the length must be 0
     * @param length 0 = to the end
     * @throws RpcFault NO_FILE, BAD_ARGUMENTS, FAILED
     */
    // contract: options.py, readFile; rpcinterface.py, _readProcessLog
    public String read(String path, long offset, long length) {
        if (path.isEmpty()) {
            throw new RpcFault(Fault.NO_FILE);
        }
        int file = openForRead(path);
        try {
            if (length < 0 || (offset < 0 && length != 0)) {
                throw new RpcFault(Fault.BAD_ARGUMENTS);
            }
            long size = sizeOf(file);
            long start = Math.min(size, offset >= 0 ? offset : Math.max(0, size + offset));
            long wanted = length == 0 ? size - start : Math.min(length, size - start);
            return slice(file, start, (int) Math.min(MOST, wanted));
        } catch (OsException e) {
            throw new RpcFault(Fault.FAILED);
        } finally {
            descriptors.close(file);
        }
    }

    private int openForRead(String path) {
        try {
            return paths.open(path, OpenFlags.READ_ONLY, 0);
        } catch (OsException e) {
            throw paths.exists(path) ? new RpcFault(Fault.FAILED) : new RpcFault(Fault.NO_FILE, path);
        }
    }

    /**
     * Reads what was added since the caller knew the log up to {@code offset}, or the end of it.
     *
     * @param path empty if there is no log file
     * @return the slice, the size, and whether there was more than {@code length}; nothing if the file is missing
     */
    // contract: options.py, tailFile; rpcinterface.py, _tailProcessLog
    public LogTail tail(String path, long offset, long length) {
        if (path.isEmpty() || !paths.exists(path)) {
            return NOTHING;
        }
        try {
            int file = paths.open(path, OpenFlags.READ_ONLY, 0);
            try {
                long size = sizeOf(file);
                TailWindow window = TailWindow.of(size, offset, length);
                int count = (int) Math.min(MOST, window.length());
                String text = slice(file, window.end() - count, count);
                return new LogTail(text, size, window.overflow());
            } finally {
                descriptors.close(file);
            }
        } catch (OsException e) {
            return new LogTail("", offset, false);
        }
    }

    /**
     * The size of a file; 0 for something else that reads as empty, as {@code /dev/null} does.
     *
     * @throws OsException for all else: what has no position (FIFOs, sockets, terminals), folders, and devices
     */
    private long sizeOf(int file) throws OsException {
        FileStatus status = descriptors.status(file);
        if (status.regular()) {
            return status.size();
        }
        descriptors.seekEnd(file);
        if (descriptors.readAt(file, ByteBuffer.allocateDirect(1), 0) > 0) {
            throw new OsException("read", "a device", new Errno(Errno.ESPIPE, "ESPIPE", "Illegal seek"));
        }
        return 0;
    }

    private String slice(int file, long start, int count) throws OsException {
        byte[] bytes = new byte[count];
        ByteBuffer chunk = ByteBuffer.allocateDirect(Math.min(CHUNK, count));
        int done = 0;
        while (done < count) {
            chunk.clear().limit(Math.min(chunk.capacity(), count - done));
            int read = descriptors.readAt(file, chunk, start + done);
            if (read == 0) {
                // Emptied meanwhile.
                break;
            }
            chunk.flip().get(bytes, done, read);
            done += read;
        }
        return new String(bytes, 0, done, StandardCharsets.UTF_8);
    }

    /**
     * Which bytes a tail shows.
     *
     * @param start from 0 to the size
     * @param length what there is of it may be less
     */
    record TailWindow(long start, long length, boolean overflow) {
        /** The reference's arithmetic, step by step: its results for odd arguments are part of the contract. */
        static TailWindow of(long size, long offset, long length) {
            long start = offset;
            long wanted = length;
            boolean overflow = size > offset + length;
            if (overflow) {
                start = size - 1;
            }
            if (start + wanted > size) {
                if (start > size - 1) {
                    wanted = 0;
                }
                start = size - wanted;
            }
            start = Math.max(0, start);
            return new TailWindow(start, Math.max(0, Math.min(wanted, size - start)), overflow);
        }

        long end() {
            return start + length;
        }
    }
}
