package org.supervisor4j.daemon.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.Host;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.process.ChildRecords;

/**
 * The file beside the pid file that says which children the daemon has. An ordinary end removes it; what a daemon finds
 * has been left by one that was killed, and tells which of that one's programs still run, beside those that it starts.
 *
 * <p>Where anybody but root and us can write the folder there is no such file, and nothing is said. A record is one
 * write, which waits for no disk but a full or broken one; at times the file is written anew, so that it does not grow
 * with restarts. On the control loop only.
 */
final class StateFile implements ChildRecords, AutoCloseable {
    /** What follows the pid file's path. */
    static final String SUFFIX = ".state";

    /** What follows that while the file is written anew. */
    private static final String NEW = ".new";

    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
    private static final int ONLY_US = 0600;
    private static final int WRITABLE_BY_OTHERS = 022;

    /** Bytes; ours are smaller by far. */
    private static final int LARGEST = 16 << 20;

    /** Bytes that may follow before it is written anew, and how often as many as are needed. */
    private static final int ROOM = 64 << 10;

    private static final int ROOM_FACTOR = 4;

    private static final int NOT_OPEN = -1;

    private final Descriptors descriptors;
    private final SafePaths paths;
    private final ProcessTable processes;
    private final ActivityLog log;
    private final Host host;
    private final String path;
    private final Place place;
    private final StateText.Daemon daemon;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 10);

    /** By their pids; those that a killed daemon has left among them. */
    private final Map<Integer, StateText.Child> children = new LinkedHashMap<>();

    private int descriptor = NOT_OPEN;
    private long needed;
    private long written;
    private boolean toldOfRefusal;

    private StateFile(
            Descriptors descriptors,
            SafePaths paths,
            ProcessTable processes,
            ActivityLog log,
            Host host,
            String path,
            Place place,
            StateText.Daemon daemon) {
        this.descriptors = descriptors;
        this.paths = paths;
        this.processes = processes;
        this.log = log;
        this.host = host;
        this.path = path;
        this.place = place;
        this.daemon = daemon;
    }

    /**
     * Says which programs of a killed daemon still run, and begins a file of our own.
     *
     * @param pidfile beside which it is
     * @return empty where there is none: others can write the folder, its file is that of a daemon that lives, or there
     *     is no {@code /proc}
     */
    static Optional<StateFile> open(
            Descriptors descriptors,
            SafePaths paths,
            ProcessTable processes,
            ActivityLog log,
            Host host,
            String pidfile) {
        String path = pidfile + SUFFIX;
        Place place = null;
        try {
            String boot = content(descriptors, paths.open(BOOT_ID, OpenFlags.READ_ONLY, 0))
                    .strip();
            place = paths.hold(path);
            if (place.isOursAlone()) {
                StateText.Daemon daemon = new StateText.Daemon(boot, host.pid(), host.ticks());
                StateFile file = new StateFile(descriptors, paths, processes, log, host, path, place, daemon);
                if (file.lookBack()) {
                    file.append("");
                    return Optional.of(file);
                }
            }
            place.close();
        } catch (OsException refused) {
            log.debug("there is no state file: " + refused.getMessage());
            if (place != null) {
                place.close();
            }
        }
        return Optional.empty();
    }

    /** Whether the file may become ours. */
    private boolean lookBack() throws OsException {
        StateText.Content before = before();
        if (before == null) {
            return true;
        }
        if (before.daemon().pid() != daemon.pid()
                && processes.lives(before.daemon().pid(), before.daemon().seen())) {
            return false;
        }
        for (StateText.Child child : before.children()) {
            if (lives(child)) {
                children.put(child.pid(), child);
                log.warn(child.started().name() + " still runs as pid " + child.pid() + " ("
                        + child.started().file() + "): the supervisord that started it, pid "
                        + before.daemon().pid() + ", ended without stopping it. It is not supervised any more, and"
                        + " not stopped before a new one is started; \"kill " + child.pid() + "\" ends it");
            }
        }
        return true;
    }

    /** What a daemon before has left; null for nothing that could be used. */
    private StateText.@Nullable Content before() throws OsException {
        String text;
        try {
            text = oldText();
        } catch (OsException refused) {
            if (!refused.errno().is(Errno.ENOENT)) {
                notRead(String.valueOf(refused.getMessage()));
            }
            return null;
        }
        Optional<StateText.Content> content = StateText.read(text);
        if (content.isEmpty()) {
            if (!text.isEmpty()) {
                notRead("it is damaged, or of another version");
            }
            return null;
        }
        if (!content.get().daemon().boot().equals(daemon.boot())) {
            log.debug("state file " + path + " is of the time before the machine was started: nothing of that runs");
            return null;
        }
        return content.get();
    }

    /** Empty if there is nothing in it, or nothing that we would read. */
    private String oldText() throws OsException {
        int old = place.open(OpenFlags.READ_ONLY, 0);
        FileStatus status;
        try {
            status = descriptors.status(old);
        } catch (OsException refused) {
            descriptors.close(old);
            throw refused;
        }
        boolean isOurs = paths.isOurs(status.uid()) && (status.mode() & WRITABLE_BY_OTHERS) == 0;
        if (status.regular() && isOurs && status.size() <= LARGEST) {
            return content(descriptors, old);
        }
        descriptors.close(old);
        notRead(
                !status.regular()
                        ? "it is no ordinary file"
                        : isOurs
                                ? "it has more than " + LARGEST + " bytes"
                                : "it is not of the user as whom supervisord runs, or others can write it");
        return "";
    }

    private void notRead(String reason) {
        log.warn("state file " + path + " is not read, and replaced: " + reason
                + ". If a supervisord was killed here, its programs may still run beside those that are started now");
    }

    /** Closes what it reads. */
    private static String content(Descriptors descriptors, int descriptor) throws OsException {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocateDirect(8 << 10);
            while (bytes.size() <= LARGEST && descriptors.read(descriptor, buffer.clear()) > 0) {
                byte[] some = new byte[buffer.flip().remaining()];
                buffer.get(some);
                bytes.writeBytes(some);
            }
            return bytes.toString(ISO_8859_1);
        } finally {
            descriptors.close(descriptor);
        }
    }

    private boolean lives(StateText.Child child) {
        return processes.lives(child.pid(), child.seen());
    }

    @Override
    public void spawned(int pid, Started started) {
        StateText.Child child = new StateText.Child(pid, host.ticks(), started);
        children.put(pid, child);
        append(StateText.spawned(child));
    }

    @Override
    public void ended(int pid) {
        StateText.Child child = children.remove(pid);
        if (child != null) {
            append(StateText.ended(child));
        }
    }

    /** Adds a record about a child that is known already. After a refusal all is written anew. */
    private void append(String record) {
        try {
            if (descriptor == NOT_OPEN || written > ROOM + ROOM_FACTOR * needed) {
                writeAnew();
            } else {
                write(descriptor, record);
            }
        } catch (OsException refused) {
            if (descriptor != NOT_OPEN) {
                descriptors.close(descriptor);
                descriptor = NOT_OPEN;
            }
            if (!toldOfRefusal) {
                toldOfRefusal = true;
                log.warn("could not write state file " + path + ": " + refused.getMessage()
                        + ". If supervisord is killed, the next one does not know which programs still run");
            }
        }
    }

    /** Under another name, which it exchanges: there is a whole file at any time. */
    private void writeAnew() throws OsException {
        String text = StateText.of(new StateText.Content(daemon, List.copyOf(children.values())));
        try (Place beside = paths.hold(path + NEW)) {
            int fresh = beside.open(OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE, ONLY_US);
            try {
                written = 0;
                write(fresh, text);
                place.rename(NEW, "");
            } catch (OsException refused) {
                descriptors.close(fresh);
                beside.unlink();
                throw refused;
            }
            if (descriptor != NOT_OPEN) {
                descriptors.close(descriptor);
            }
            descriptor = fresh;
            needed = written;
        }
    }

    private void write(int target, String text) throws OsException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int from = 0; from < bytes.length; ) {
            int count = Math.min(buffer.capacity(), bytes.length - from);
            buffer.clear().put(bytes, from, count).flip();
            if (descriptors.write(target, buffer) == Descriptors.WOULD_BLOCK) {
                throw new OsException("write", path, new Errno(Errno.EAGAIN, "EAGAIN", "it takes nothing"));
            }
            from += count - buffer.remaining();
        }
        written += bytes.length;
    }

    /** The daemon ends: removes the file if it is still ours and nobody of whom it tells still runs. */
    @Override
    public void close() {
        try (place) {
            if (descriptor != NOT_OPEN
                    && children.values().stream().noneMatch(this::lives)
                    && descriptors.status(descriptor).isSameFile(place.status())) {
                place.unlink();
            }
        } catch (OsException notOurs) {
            log.debug("state file " + path + " stays: " + notOurs.getMessage());
        } finally {
            if (descriptor != NOT_OPEN) {
                descriptors.close(descriptor);
                descriptor = NOT_OPEN;
            }
        }
    }
}
