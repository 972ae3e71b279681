package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.SafePaths;

/**
 * A log file as {@code tail -F} sees it: what is added to it, from the beginning of a new file when the name goes to
 * one (rotation), and from the beginning again, after a notice, when the file has been emptied. A name that is gone
 * changes nothing: the file is still there.
 *
 * <p>One thread at a time.
 */
final class FollowedFile implements AutoCloseable {
    private static final byte[] TRUNCATED = "==> File truncated <==\n".getBytes(US_ASCII);

    /** How logs are opened and read. */
    record Access(Descriptors descriptors, SafePaths paths) {
        /** What is done with a file that has been opened, and whose descriptor is the reader's from then on. */
        @FunctionalInterface
        interface Reader<T> {
            T begin(int descriptor, FileStatus status) throws OsException;
        }

        /**
         * Opens a log to read it.
         *
         * @param purpose for the error: {@code follow}
         * @throws OsException if there is none, or nothing that has a beginning and an end (a terminal, a FIFO)
         */
        <T> T open(String purpose, String path, Reader<T> reader) throws OsException {
            int descriptor = paths.open(path, OpenFlags.READ_ONLY, 0);
            try {
                FileStatus status = descriptors.status(descriptor);
                if (!status.regular()) {
                    throw new OsException(purpose, path, new Errno(Errno.ESPIPE, "ESPIPE", "Illegal seek"));
                }
                return reader.begin(descriptor, status);
            } catch (OsException e) {
                descriptors.close(descriptor);
                throw e;
            }
        }
    }

    private final Access access;
    private final String path;
    private int descriptor;
    private long inode;
    private long position;

    /**
     * Opens the file and goes to where reading is to begin.
     *
     * @param start the byte to begin with, for a file of the given size
     * @throws OsException if there is none, or nothing that has a beginning and an end (a terminal, a FIFO)
     */
    FollowedFile(Access access, String path, LongUnaryOperator start) throws OsException {
        this.access = access;
        this.path = path;
        this.position = start.applyAsLong(open());
    }

    /** Returns the size. */
    private long open() throws OsException {
        return access.open("follow", path, (opened, status) -> {
            descriptor = opened;
            inode = status.inode();
            return status.size();
        });
    }

    /**
     * Puts what has been added into the buffer, as much as fits.
     *
     * @param buffer direct, empty, larger than the notice
     * @return how many bytes; 0 if nothing is new
     */
    int read(ByteBuffer buffer) throws OsException {
        followName();
        if (access.descriptors.status(descriptor).size() < position) {
            position = 0;
            buffer.put(TRUNCATED);
            return TRUNCATED.length;
        }
        int count = access.descriptors.readAt(descriptor, buffer, position);
        position += count;
        return count;
    }

    private void followName() throws OsException {
        if (isNamedBy(inode)) {
            return;
        }
        int old = descriptor;
        try {
            open();
            access.descriptors.close(old);
            position = 0;
        } catch (OsException e) {
            // The name is gone again, or leads somewhere else: stay with the file that we have.
            descriptor = old;
        }
    }

    /** Whether the name still leads to the file with this inode, or to none at all. */
    private boolean isNamedBy(long expected) throws OsException {
        int named;
        try {
            named = access.paths.open(path, OpenFlags.PATH, 0);
        } catch (OsException e) {
            return true;
        }
        try {
            return access.descriptors.status(named).inode() == expected;
        } finally {
            access.descriptors.close(named);
        }
    }

    @Override
    public void close() {
        access.descriptors.close(descriptor);
    }
}
