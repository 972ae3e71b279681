package org.supervisor4j.daemon.http.follow;

import java.util.HashMap;
import java.util.Map;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.LogStarts;
import org.supervisor4j.daemon.os.files.SafePaths;

/**
 * Logs that are open to be read: each file once, however many read it, so that a crowd of readers takes no more
 * descriptors than there are files. Any thread.
 */
public final class OpenLogs {
    private final Descriptors descriptors;
    private final SafePaths paths;
    private final LogStarts starts;
    private final Map<Identity, Shared> files = new HashMap<>();

    public OpenLogs(Descriptors descriptors, SafePaths paths, LogStarts starts) {
        this.descriptors = descriptors;
        this.paths = paths;
        this.starts = starts;
    }

    private record Identity(long device, long inode) {}

    /** A file and how many read it. */
    private static final class Shared {
        private final int descriptor;
        private int readers;

        private Shared(int descriptor) {
            this.descriptor = descriptor;
        }
    }

    /**
     * A file that is open, for one reader.
     *
     * @param descriptor shared with others: only {@link Descriptors#readAt} and looks are allowed
     * @param status which file it is, and how it was when this reader came
     */
    record Opened(int descriptor, FileStatus status) {
        boolean is(FileStatus other) {
            return status.isSameFile(other);
        }
    }

    Descriptors descriptors() {
        return descriptors;
    }

    SafePaths paths() {
        return paths;
    }

    LogStarts starts() {
        return starts;
    }

    /**
     * Opens a log to read it.
     *
     * @param purpose for the error: {@code follow}
     * @return to be given to {@link #close}, once
     * @throws OsException if there is none, or nothing that has a beginning and an end (a terminal, a FIFO)
     */
    Opened open(String purpose, String path) throws OsException {
        int descriptor = paths.open(path, OpenFlags.READ_ONLY, 0);
        try {
            FileStatus status = descriptors.status(descriptor);
            if (!status.regular()) {
                throw new OsException(purpose, path, new Errno(Errno.ESPIPE, "ESPIPE", "Illegal seek"));
            }
            return new Opened(share(descriptor, identityOf(status)), status);
        } catch (OsException e) {
            descriptors.close(descriptor);
            throw e;
        }
    }

    /** The descriptor that the file has already, if there is one; while it is open, no other file is the same. */
    private synchronized int share(int descriptor, Identity identity) {
        Shared file = files.computeIfAbsent(identity, opened -> new Shared(descriptor));
        file.readers++;
        if (file.descriptor != descriptor) {
            descriptors.close(descriptor);
        }
        return file.descriptor;
    }

    /** One reader is done with a file. */
    synchronized void close(Opened opened) {
        Identity identity = identityOf(opened.status());
        Shared file = files.get(identity);
        if (file == null) {
            throw new IllegalStateException("this file was closed before");
        } else if (--file.readers == 0) {
            files.remove(identity);
            descriptors.close(file.descriptor);
        }
    }

    private static Identity identityOf(FileStatus status) {
        return new Identity(status.device(), status.inode());
    }
}
