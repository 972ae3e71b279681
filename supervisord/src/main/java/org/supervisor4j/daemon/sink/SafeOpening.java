package org.supervisor4j.daemon.sink;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.FileTree;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/**
 * Opens log files in folders that may belong to somebody else, as the logs of a program that runs as its own user often
 * do. The daemon may be root there, so whoever can place a link must not choose what we write to.
 *
 * <p>The rule is that of the kernel's {@code protected_symlinks}, for every folder and not only for sticky ones: where
 * the last component of a path is a symbolic link, it is followed if the link is root's or ours, or if only root or we
 * can write its folder. Else the answer is ELOOP. Owner and target are read from one descriptor of the link, so that
 * swapping links under our eyes changes nothing. Where the link leads, the rule applies again. Links among the folders
 * of a path are followed as always: they decide where a log lies, but the name in the end is the configuration's.
 *
 * <p>A link that lies in {@code /proc} is followed by the kernel, under the same rule: {@code /dev/stdout},
 * {@code /dev/fd/1} and their like lead there, and what such a link says ({@code pipe:[4711]}) is no name.
 *
 * <p>Nothing is waited for: a FIFO that nobody reads is ENXIO, and no terminal becomes ours.
 */
public final class SafeOpening {
    private static final int NOTHING_IS_WAITED_FOR = OpenFlags.NON_BLOCKING | OpenFlags.NO_CONTROLLING_TERMINAL;
    private static final int MOST_LINKS = 16;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int ROOT = 0;
    private static final int LAST_STANDARD = 2;
    private static final int EBADF = 9;
    private static final Pattern DESCRIPTOR = Pattern.compile("/fd/([0-9]{1,9})$");

    private final Descriptors descriptors;
    private final FileTree files;
    private final int effectiveUid;

    public SafeOpening(Descriptors descriptors, FileTree files, int effectiveUid) {
        this.descriptors = descriptors;
        this.files = files;
        this.effectiveUid = effectiveUid;
    }

    /**
     * Opens a file.
     *
     * @param flags of {@link OpenFlags}, or'ed; those for not following, not blocking and not becoming a terminal's
     *     owner are added
     * @param mode for a file that is created, before the umask
     * @return its descriptor, non-blocking, closing on exec
     */
    public int open(String path, int flags, int mode) throws OsException {
        Place place = find(path, flags, mode);
        return place.isOpen() ? place.descriptor : descriptors.open(place.name, flags | NOTHING_IS_WAITED_FOR, mode);
    }

    /**
     * The same for a log that is to be written. A standard descriptor that its name cannot open, because it is a socket
     * or another user's, is written itself.
     */
    OpenedLog openLog(String path, int flags, int mode) throws OsException {
        Place place = find(path, flags, mode);
        return place.isOpen() ? new OpenedLog(place.descriptor, true, false) : openDescriptor(place.name, flags, mode);
    }

    /**
     * Where the links of a path lead.
     *
     * @param name in {@code /proc}, for the kernel to follow, unless it is open already
     */
    private record Place(String name, int descriptor) {
        boolean isOpen() {
            return descriptor >= 0;
        }
    }

    private Place find(String path, int flags, int mode) throws OsException {
        String name = path;
        for (int links = 0; links < MOST_LINKS; links++) {
            try {
                return new Place(name, openItself(name, flags, mode));
            } catch (OsException e) {
                if (!e.errno().is(Errno.ELOOP)) {
                    throw e;
                }
                String target = follow(name, e);
                if (target.isEmpty()) {
                    return new Place(name, -1);
                }
                name = target;
            }
        }
        throw new OsException("open", path, new Errno(Errno.ELOOP, "ELOOP", "Too many levels of symbolic links"));
    }

    private OpenedLog openDescriptor(String name, int flags, int mode) throws OsException {
        int number = numberIn(name);
        if (number >= 0 && !descriptors.mayWrite(number) && leadsTo(name, number)) {
            // We have it to read: a jar of ours, most likely, which must not be written into. The first of them is 1
            // where we were started without standard output.
            throw new OsException("open", name, new Errno(EBADF, "EBADF", "Bad file descriptor"));
        }
        try {
            int descriptor = descriptors.open(name, flags | NOTHING_IS_WAITED_FOR, mode);
            return new OpenedLog(descriptor, false, false);
        } catch (OsException refused) {
            if (number >= 0 && number <= LAST_STANDARD && descriptors.mayWrite(number) && leadsTo(name, number)) {
                return new OpenedLog(descriptors.duplicate(number), false, true);
            }
            throw refused;
        }
    }

    /** The number of the descriptor that a name in {@code /proc} ends in; none is -1. */
    private static int numberIn(String name) {
        Matcher matcher = DESCRIPTOR.matcher(name);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /** Whether a descriptor of ours is what the name leads to, be it ours or another process's. */
    private boolean leadsTo(String name, int number) throws OsException {
        int held = descriptors.open(name, OpenFlags.PATH, 0);
        try {
            return descriptors.isSame(held, number);
        } finally {
            descriptors.close(held);
        }
    }

    /** The same without following anything: a link is ELOOP, whosever it is. */
    public int openItself(String path, int flags, int mode) throws OsException {
        return descriptors.open(path, flags | NOTHING_IS_WAITED_FOR | OpenFlags.NO_FOLLOW, mode);
    }

    /** @return empty if the link lies in {@code /proc} */
    private String follow(String name, OsException refusal) throws OsException {
        int link = descriptors.open(name, OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0);
        try {
            FileStatus status = descriptors.status(link);
            if (!isTrusted(status.uid()) && isWritableByOthers(folderOf(name))) {
                throw refusal;
            }
            if (descriptors.isOfProc(link)) {
                return "";
            }
            String target = files.readLink(link, name);
            return target.startsWith("/") ? target : folderOf(name) + "/" + target;
        } finally {
            descriptors.close(link);
        }
    }

    private boolean isWritableByOthers(String folder) throws OsException {
        int descriptor = descriptors.open(folder, OpenFlags.PATH, 0);
        try {
            FileStatus status = descriptors.status(descriptor);
            return !isTrusted(status.uid()) || (status.mode() & WRITABLE_BY_OTHERS) != 0;
        } finally {
            descriptors.close(descriptor);
        }
    }

    private boolean isTrusted(int uid) {
        return uid == ROOT || uid == effectiveUid;
    }

    private static String folderOf(String name) {
        int slash = name.lastIndexOf('/');
        if (slash < 0) {
            return ".";
        }
        return slash == 0 ? "/" : name.substring(0, slash);
    }
}
