package org.supervisor4j.daemon.http.follow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.supervisor4j.daemon.http.follow.OpenLogs.Opened;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/**
 * A log file as {@code tail -F} sees it: what is added to it, from the beginning of a new file when the name goes to
 * one (rotation), and from the beginning again, after a notice, when the file has been emptied. A name that is gone
 * changes nothing: the file is still there.
 *
 * <p>A file that has been renamed is read to its end first, and then those that came after it, which a log that is
 * rotated fast, or a client that reads slowly, leaves behind under the names {@code LOG.1}, {@code LOG.2}. One file is
 * open at a time.
 *
 * <p>One thread at a time.
 */
public final class FollowedFile implements AutoCloseable {
    private static final byte[] TRUNCATED = "==> File truncated <==\n".getBytes(US_ASCII);

    /** Older backups are not looked for. */
    private static final int MOST_BACKUPS = 1000;

    private final OpenLogs logs;
    private final String path;
    private Opened current;
    private long position;
    /** Where the file begins in the whole log; a moment after it was made that is not known yet. */
    private OptionalLong begin = OptionalLong.empty();
    /** Where it should begin, if nothing is missing in between. */
    private OptionalLong due = OptionalLong.empty();

    private long missing;

    /**
     * Opens the file and goes to where reading is to begin.
     *
     * @param known how large the log was when the client saw it last; 0 if it hasn't. What is smaller is another file:
     *     then it begins with the one that this has replaced
     * @param start the byte to begin with, for a file of the given size
     * @throws OsException if there is none, or nothing that has a beginning and an end (a terminal, a FIFO)
     */
    public FollowedFile(OpenLogs logs, String path, long known, LongUnaryOperator start) throws OsException {
        this.logs = logs;
        this.path = path;
        this.current = openKnown(known);
        this.position = start.applyAsLong(current.status().size());
    }

    private Opened openKnown(long known) throws OsException {
        Opened named = open(path);
        if (named.status().size() < known) {
            Optional<Opened> replaced = openIfReadable(nameOf(1));
            if (replaced.isPresent()) {
                boolean right = replaced.get().status().size() >= known;
                logs.close(right ? named : replaced.get());
                return right ? replaced.get() : named;
            }
        }
        return named;
    }

    private Opened open(String name) throws OsException {
        return logs.open("follow", name);
    }

    /**
     * Puts what has been added into the buffer, as much as fits.
     *
     * @param buffer direct, empty, larger than the notice
     * @return how many bytes; 0 if nothing is new
     */
    int read(ByteBuffer buffer) throws OsException {
        while (true) {
            place();
            // Asked before the reading: a writer that has opened the new file writes nothing more to the old one.
            boolean renamed = isElsewhere();
            if (logs.descriptors().status(current.descriptor()).size() < position) {
                position = 0;
                buffer.put(TRUNCATED);
                return TRUNCATED.length;
            }
            int count = logs.descriptors().readAt(current.descriptor(), buffer, position);
            position += count;
            if (count > 0 || !renamed || !goOn()) {
                return count;
            }
        }
    }

    private void place() {
        if (begin.isPresent()) {
            return;
        }
        begin = logs.starts().of(current.status());
        if (begin.isPresent() && due.isPresent()) {
            missing += Math.max(0, begin.getAsLong() - due.getAsLong());
        }
    }

    /** How many bytes of the log were rotated away before what was read last, and could not be read. Asked once. */
    long takeMissing() {
        long taken = missing;
        missing = 0;
        return taken;
    }

    /** Whether the log's name leads to another file; where it leads to none, the current one goes on. */
    private boolean isElsewhere() {
        return statusOf(path).map(named -> !current.is(named)).orElse(false);
    }

    private Optional<FileStatus> statusOf(String name) {
        try {
            int named = logs.paths().open(name, OpenFlags.PATH, 0);
            try {
                return Optional.of(logs.descriptors().status(named));
            } finally {
                logs.descriptors().close(named);
            }
        } catch (OsException e) {
            return Optional.empty();
        }
    }

    /** Goes to the file that came after this one, which is at its end; false if it can't be had, or not yet. */
    private boolean goOn() throws OsException {
        Backups backups = backups();
        boolean gone = logs.descriptors().status(current.descriptor()).links() == 0;
        for (int number = backups.firstCandidate(gone); number >= 0; number--) {
            Optional<Opened> next = openIfReadable(nameOf(number));
            if (next.isPresent() && (backups.own > 0 || number == 0 || isNewer(next.get()))) {
                if (backups.own > 0
                        && !statusOf(nameOf(backups.own)).map(current::is).orElse(false)) {
                    // Renamed again meanwhile, and so perhaps was what we have opened: another time.
                    logs.close(next.get());
                    return false;
                }
                due = begin.isPresent() ? OptionalLong.of(begin.getAsLong() + position) : OptionalLong.empty();
                begin = OptionalLong.empty();
                close();
                current = next.get();
                position = 0;
                return true;
            }
            next.ifPresent(logs::close);
        }
        return false;
    }

    private Optional<Opened> openIfReadable(String name) {
        try {
            return Optional.of(open(name));
        } catch (OsException e) {
            return Optional.empty();
        }
    }

    /**
     * The backups beside the log.
     *
     * @param own the number that the current file has in its name; 0 if it has none
     * @param oldest the largest number; looked for no further than own
     */
    private record Backups(int own, int oldest) {
        /**
         * The first number to look at for what came after the current file. A file that was moved elsewhere has no
         * backups here.
         */
        int firstCandidate(boolean gone) {
            return own > 0 ? own - 1 : gone ? oldest : 0;
        }
    }

    private Backups backups() {
        int oldest = 0;
        // In the middle of a rotation there is a gap.
        for (int number = 1; number <= Math.min(oldest + 2, MOST_BACKUPS); number++) {
            Optional<FileStatus> named = statusOf(nameOf(number));
            if (named.isPresent()) {
                oldest = number;
                if (current.is(named.get())) {
                    return new Backups(number, number);
                }
            }
        }
        return new Backups(0, oldest);
    }

    /** Whether it was written to after the current file, which has no name any more. */
    private boolean isNewer(Opened other) {
        return lastModified(other).compareTo(lastModified(current)) > 0;
    }

    private static FileTime lastModified(Opened file) {
        try {
            return Files.getLastModifiedTime(Path.of("/proc/self/fd/" + file.descriptor()));
        } catch (IOException e) {
            // No /proc: then none is taken for newer.
            return FileTime.fromMillis(0);
        }
    }

    private String nameOf(int number) {
        return number == 0 ? path : path + "." + number;
    }

    @Override
    public void close() {
        logs.close(current);
    }
}
