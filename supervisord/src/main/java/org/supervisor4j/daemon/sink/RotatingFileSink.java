package org.supervisor4j.daemon.sink;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.os.files.OpenedLog;
import org.supervisor4j.daemon.os.files.Place;

/**
 * A log file that is renamed when it has grown to its size: {@code name} to {@code name.1}, {@code name.1} to
 * {@code name.2} and so on, the oldest being overwritten; without backups it is truncated. A unit is written whole
 * before that, so a file may exceed its size by one unit less a byte. The bytes that the file held when it was opened
 * count.
 *
 * <p>The same class serves what is not an ordinary file ({@code /dev/stdout}, a FIFO, a terminal): it is never renamed,
 * truncated or removed, and what it can't take now is kept.
 */
public final class RotatingFileSink extends KeepingSink {
    private static final long RETRY_AFTER = TimeUnit.SECONDS.toNanos(1);
    private static final int CLOSED = -1;

    private final String path;
    private final long maxbytes;
    private final int backups;
    private final SinkSystem system;
    private final LogFileOpening opening;

    private int descriptor = CLOSED;
    /** Written by one thread, read by any. */
    private volatile long begin = Long.MAX_VALUE;

    /** Those whose begin readers may still ask for, the oldest first. */
    private final Deque<FileStatus> files = new ArrayDeque<>();

    private boolean ordinary;
    /** Whether others have the same open file, as {@link OpenedLog#isShared}, and it may block. */
    private boolean shared;

    private boolean ignoresMaxbytes;
    private boolean hasOwnName;
    /** What others may write to as well; null for an ordinary file, and for what takes everything and keeps nothing. */
    private @Nullable SharedTarget common;

    /** Null until it is known, which is before the first byte. */
    private @Nullable String writer;
    /** Whether the file has been renamed or removed, but no new one could be made yet. */
    private boolean detached;

    private boolean failedBefore;
    /** After a failure: not before this. */
    private long notBefore;

    /**
     * Opens the file for appending, as it is named relative to the process's working directory.
     *
     * @param maxbytes rotate when the file has reached this size; 0 or less = never
     * @param backups how many renamed files are kept
     * @param access mode and owner of the file; its backups keep what it had
     */
    public RotatingFileSink(String path, long maxbytes, int backups, FileAccess access, SinkSystem system)
            throws OsException {
        super(
                new Losses(path, system),
                "cannot write " + path + ": it has not taken anything for long",
                "cannot write " + path + ": nobody reads what was written before");
        this.path = path;
        this.maxbytes = maxbytes;
        this.backups = backups;
        this.system = system;
        this.opening = new LogFileOpening(path, access, system);
        adopt(opening.open());
    }

    /** Whether a size limit was asked for that can't be kept: the target has no position, or no name of its own. */
    public boolean ignoresMaxbytes() {
        return ignoresMaxbytes;
    }

    /** Says who writes here, which is the same for each run of a program. */
    public void writtenBy(String name) {
        writer = name;
        if (common != null) {
            common.isWrittenBy(name);
        }
    }

    /** Whether the name is the file's, and not that of a descriptor. */
    boolean hasOwnName() {
        return hasOwnName;
    }

    boolean isTerminal() {
        return system.descriptors().isTerminal(descriptor);
    }

    String path() {
        return path;
    }

    /** Whether it is something that others may write to as well. */
    public boolean isShared() {
        return common != null;
    }

    /** The same, where it was named by a descriptor: standard output, most likely. */
    public boolean isOutputOfTheDaemon() {
        return common != null && !hasOwnName;
    }

    /** Whether others do, or did. */
    boolean isCommon() {
        return common != null && common.isCommon();
    }

    /** Whether what is written here comes out at that descriptor as well. */
    public boolean isSameAs(int other) {
        return system.descriptors().isSame(descriptor, other);
    }

    private void adopt(OpenedLog opened) throws OsException {
        try {
            FileStatus status = system.descriptors().status(opened.descriptor());
            begin = Math.min(begin, status.size());
            ordinary = status.regular() && opened.hasOwnName();
            shared = !status.regular() && opened.isShared();
            hasOwnName = opened.hasOwnName();
            boolean seeks = ordinary || hasPosition(opened.descriptor());
            ignoresMaxbytes = maxbytes > 0 && !ordinary && !(hasOwnName && seeks);
            if (ordinary) {
                count(status);
            }
            leaveCommon();
            if (!ordinary && (status.regular() || !seeks)) {
                common = system.targets().join(status);
                if (writer != null) {
                    common.isWrittenBy(writer);
                }
            }
        } catch (OsException e) {
            system.descriptors().close(opened.descriptor());
            throw e;
        }
        if (descriptor != CLOSED) {
            system.descriptors().close(descriptor);
        }
        descriptor = opened.descriptor();
        detached = false;
    }

    /** Tells readers where the file begins: after all that has been written to those before it. */
    private void count(FileStatus next) throws OsException {
        @Nullable FileStatus before = files.peekLast();
        if (before != null && before.isSameFile(next)) {
            return;
        }
        long start = before == null
                ? system.starts().of(next).orElse(0)
                : system.starts().of(before).orElse(0)
                        + system.descriptors().status(descriptor).size();
        system.starts().put(next, start);
        files.removeIf(next::isSameFile);
        files.addLast(next);
        if (files.size() - 2 > backups) {
            system.starts().forget(files.removeFirst());
        }
    }

    /** {@code /dev/null} has one, which stays 0: no limit is ever reached, and nobody needs to be told. */
    private boolean hasPosition(int opened) {
        try {
            system.descriptors().seekEnd(opened);
            return true;
        } catch (OsException e) {
            return false;
        }
    }

    @Override
    public boolean write(ByteBuffer unit) {
        boolean all = super.write(unit);
        if (all) {
            rotateIfFull();
        }
        return all;
    }

    @Override
    boolean push(ByteBuffer bytes) {
        try {
            if (common == null ? !writeAll(bytes) : !common.write(this, bytes, this::writeSome)) {
                return false;
            }
            losses.written();
        } catch (OsException e) {
            int begun = common == null ? 0 : common.fail();
            losses.lost(begun + bytes.remaining(), "cannot write " + path + ": " + words(e));
            bytes.position(bytes.limit());
        }
        return true;
    }

    private boolean writeAll(ByteBuffer bytes) throws OsException {
        while (bytes.hasRemaining()) {
            if (writeSome(bytes) == Descriptors.WOULD_BLOCK) {
                return false;
            }
        }
        return true;
    }

    private int writeSome(ByteBuffer bytes) throws OsException {
        return shared
                ? system.descriptors().writeShared(descriptor, bytes)
                : system.descriptors().write(descriptor, bytes);
    }

    @Override
    int begun() {
        return common == null ? 0 : common.begunBy(this);
    }

    @Override
    int giveUpBegun() {
        return common == null ? 0 : common.giveUp(this);
    }

    private void leaveCommon() {
        if (common != null) {
            common.giveUp(this);
            common.leave();
            common = null;
        }
    }

    private static String words(OsException e) {
        return e.errno().name() + " (" + e.errno().text() + ")";
    }

    @Override
    int target() {
        return descriptor;
    }

    // contract: loggers.py, RotatingFileHandler.doRollover
    private void rotateIfFull() {
        boolean mayRotate = ordinary && maxbytes > 0;
        if (!(mayRotate || detached) || (failedBefore && system.monotonic().nanos() - notBefore < 0)) {
            return;
        }
        try {
            // Asked, not counted: somebody else may write to the file, or have emptied it.
            if (detached || system.descriptors().seekEnd(descriptor) >= maxbytes) {
                rotate();
            }
            failedBefore = false;
        } catch (OsException e) {
            if (!failedBefore) {
                system.problems().error("cannot rotate " + path + ": " + e.getMessage() + "; it goes on growing");
            }
            failedBefore = true;
            notBefore = system.monotonic().nanos() + RETRY_AFTER;
        }
    }

    private void rotate() throws OsException {
        // Not a second time for the same new file: each time would push the oldest one out.
        if (backups > 0 && !detached) {
            try (Place place = system.paths().hold(path)) {
                for (int number = backups - 1; number > 0; number--) {
                    rename(place, "." + number, "." + (number + 1));
                }
                rename(place, "", ".1");
            }
            detached = true;
        }
        adopt(opening.openEmpty());
    }

    private static void rename(Place place, String from, String to) throws OsException {
        try {
            place.rename(from, to);
        } catch (OsException e) {
            // Gaps are usual, and somebody may have removed the log itself.
            if (!e.errno().is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    @Override
    public long outputBegin() {
        return begin;
    }

    @Override
    public void reopen() throws OsException {
        adopt(opening.open());
    }

    @Override
    public void clear() throws OsException {
        if (ordinary) {
            try (Place place = system.paths().hold(path)) {
                place.unlink();
            } catch (OsException e) {
                if (!e.errno().is(Errno.ENOENT)) {
                    throw e;
                }
            }
            detached = true;
        }
        reopen();
    }

    @Override
    public void close() {
        super.close();
        files.forEach(system.starts()::forget);
        leaveCommon();
        if (descriptor != CLOSED) {
            system.descriptors().close(descriptor);
            descriptor = CLOSED;
        }
    }
}
