package org.supervisor4j.daemon.sink;

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
 * swapping links under our eyes changes nothing. Where the link leads, the rule applies again. Names below
 * {@code /proc} are followed by the kernel: what lies there is our own descriptors ({@code /dev/stdout}). Links among
 * the folders of a path are followed as always: they decide where a log lies, but the name in the end is the
 * configuration's.
 *
 * <p>Nothing is waited for: a FIFO that nobody reads is ENXIO, and no terminal becomes ours.
 */
public final class SafeOpening {
    private static final int NOTHING_IS_WAITED_FOR = OpenFlags.NON_BLOCKING | OpenFlags.NO_CONTROLLING_TERMINAL;
    private static final int MOST_LINKS = 16;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int ROOT = 0;

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
        int always = flags | NOTHING_IS_WAITED_FOR;
        String name = path;
        for (int links = 0; links < MOST_LINKS; links++) {
            if (name.startsWith("/proc/")) {
                return descriptors.open(name, always, mode);
            }
            try {
                return descriptors.open(name, always | OpenFlags.NO_FOLLOW, mode);
            } catch (OsException e) {
                if (!e.errno().is(Errno.ELOOP)) {
                    throw e;
                }
                name = follow(name, e);
            }
        }
        throw new OsException("open", path, new Errno(Errno.ELOOP, "ELOOP", "Too many levels of symbolic links"));
    }

    /** The same without following anything: a link is ELOOP, whosever it is. */
    public int openItself(String path, int flags, int mode) throws OsException {
        return descriptors.open(path, flags | NOTHING_IS_WAITED_FOR | OpenFlags.NO_FOLLOW, mode);
    }

    private String follow(String name, OsException refusal) throws OsException {
        int link = descriptors.open(name, OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0);
        try {
            FileStatus status = descriptors.status(link);
            if (!isTrusted(status.uid()) && isWritableByOthers(folderOf(name))) {
                throw refusal;
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
