package org.supervisor4j.daemon.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.files.SafePaths;

/**
 * The file with the daemon's pid. It is written even over another daemon's: containers restart with stale ones.
 *
 * <p>Its folder may be one that others can write, and its name may lead to anything ({@code /dev/null}: no pid file,
 * please). So nothing is waited for, only an ordinary file is read, no more of it than a pid is long, and only what
 * this object has written is removed.
 */
final class PidFile {
    private static final int MODE = 0666;
    private static final int LONGEST_PID = 10;
    private static final int NONE = -1;

    private final Descriptors descriptors;
    private final SafePaths paths;
    private final int pid;
    private final String path;

    /** The ordinary file that was written; null = none. */
    private @Nullable FileStatus written;

    PidFile(Descriptors descriptors, SafePaths paths, int pid, String path) {
        this.descriptors = descriptors;
        this.paths = paths;
        this.pid = pid;
        this.path = path;
    }

    /** Writes it; a failure is a line in the log and no more, as in the original. */
    void write(ActivityLog log) {
        warnOfAnother(log);
        try {
            int descriptor = paths.open(path, OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE, MODE);
            try {
                writeLine(descriptor);
                FileStatus status = descriptors.status(descriptor);
                written = status.regular() ? status : null;
            } finally {
                descriptors.close(descriptor);
            }
            log.info("supervisord started with pid " + pid);
        } catch (OsException refused) {
            log.critical("could not write pidfile " + path);
            log.warn("the reason: " + refused.getMessage());
        }
    }

    /** Whether there is a file of ours, and not {@code /dev/null} or the like. */
    boolean isWritten() {
        return written != null;
    }

    private void writeLine(int descriptor) throws OsException {
        byte[] line = (pid + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocateDirect(line.length).put(line).flip();
        if (descriptors.write(descriptor, buffer) == Descriptors.WOULD_BLOCK) {
            throw new OsException("write", path, new Errno(Errno.EAGAIN, "EAGAIN", "nobody reads it"));
        }
    }

    private void warnOfAnother(ActivityLog log) {
        OptionalInt other = living();
        if (other.isPresent() && other.getAsInt() != pid) {
            log.warn("pidfile " + path + " named the process " + other.getAsInt()
                    + ", which is alive; if that is another supervisord, it has lost its pid file now");
        }
    }

    /** The process that it names, if that lives; empty if there is none, or no pid file. */
    OptionalInt living() {
        try {
            int named = read();
            return named != NONE && isAlive(named) ? OptionalInt.of(named) : OptionalInt.empty();
        } catch (OsException noSuchFile) {
            return OptionalInt.empty();
        }
    }

    private int read() throws OsException {
        return isOrdinary() ? pidIn(paths.open(path, OpenFlags.READ_ONLY, 0)) : NONE;
    }

    private static boolean isAlive(int process) {
        return Files.exists(Path.of("/proc/" + process));
    }

    /** A look without opening it, for opening a device may do something. */
    private boolean isOrdinary() throws OsException {
        int held = paths.open(path, OpenFlags.PATH, 0);
        try {
            return descriptors.status(held).regular();
        } finally {
            descriptors.close(held);
        }
    }

    /** The pid that an ordinary file holds, and nothing else. Closes it. */
    private int pidIn(int descriptor) throws OsException {
        try {
            // One byte more, for the end of the line, and one to see whether there is more.
            ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_PID + 2);
            if (!descriptors.status(descriptor).regular()
                    || descriptors.readAt(descriptor, buffer, 0) == buffer.capacity()) {
                return NONE;
            }
            String text =
                    StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString().strip();
            return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : NONE;
        } finally {
            descriptors.close(descriptor);
        }
    }

    /** Removes it if it is still ours: the very file that was written, with the same pid in it. */
    void remove() {
        FileStatus ours = written;
        written = null;
        if (ours == null) {
            return;
        }
        try (Place place = paths.hold(path)) {
            if (ours.isSameFile(place.status()) && pidIn(place.open(OpenFlags.READ_ONLY, 0)) == pid) {
                place.unlink();
            }
        } catch (OsException notOurs) {
            // Its folder may have become another user's since we gave up root: it stays, as in the original.
            return;
        }
    }
}
