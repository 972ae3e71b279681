package org.supervisor4j.daemon.os.files;

import java.util.function.IntSupplier;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/**
 * Finds files by their paths where others may have made what the path leads through. Any thread.
 *
 * <p>The rule is that of the kernel's {@code protected_symlinks}, for every component of a path and for every folder,
 * not only for sticky ones: a symbolic link is followed if it is root's or ours, or if only root or we can write the
 * folder that it lies in. In a user namespace, root is that namespace's. Else the answer is ELOOP. Where a link leads,
 * the rule applies again. Folders are never looked at twice by name: each is held while the next component is looked
 * for in it, so that an exchange of a folder or a link meanwhile is either too late or seen.
 *
 * <p>A path that ends at a link of {@code /proc} is followed by the kernel, under the same rule: {@code /dev/stdout},
 * {@code /dev/fd/1} and their like lead there, and what such a link says ({@code pipe:[4711]}) is no name. Nothing is
 * waited for: a FIFO that nobody reads is ENXIO, and no terminal becomes ours.
 */
public final class SafePaths {
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    /** No uid. */
    public static final int NONE = -1;

    private final Descriptors descriptors;
    private final FileTree files;
    private final IntSupplier effectiveUid;
    private final int anybody;

    /**
     * @param effectiveUid who we are when it is asked: links that are ours may be followed
     * @param anybody the uid that files of users have who are unknown in our user namespace, or {@link #NONE}: even
     *     where it is ours, too, they are not
     */
    public SafePaths(Descriptors descriptors, FileTree files, IntSupplier effectiveUid, int anybody) {
        this.descriptors = descriptors;
        this.files = files;
        this.effectiveUid = effectiveUid;
        this.anybody = anybody;
    }

    /** The same rule for another user: that one's links are followed, and the daemon's are not. */
    public SafePaths as(IntSupplier user) {
        return new SafePaths(descriptors, files, user, anybody);
    }

    /**
     * Opens a file, or whatever has the name.
     *
     * @param path relative to the process's working directory, if it is not absolute
     * @param flags of {@link OpenFlags}, or'ed; those for not waiting and not becoming a terminal's owner are added
     * @param mode for a file that is created, before the umask
     * @return its descriptor, closing on exec, non-blocking
     */
    public int open(String path, int flags, int mode) throws OsException {
        try (PathWalk walk = walk(path)) {
            return walk.open(flags, mode);
        }
    }

    /**
     * The same for a log that is to be written. A standard descriptor that its name ({@code /dev/stdout}) cannot open,
     * because it is a socket or another user's, is written itself; one that we have open to read is EBADF.
     */
    public OpenedLog openLog(String path, int flags, int mode) throws OsException {
        try (PathWalk walk = walk(path)) {
            return walk.openLog(flags, mode);
        }
    }

    /** The same without following the last component: a link is ELOOP, whoever owns it. */
    public int openItself(String path, int flags, int mode) throws OsException {
        try (Place place = hold(path)) {
            return place.open(flags, mode);
        }
    }

    /**
     * Holds the folder that a path's last component is in, so that what is done there is done in that folder, wherever
     * the path leads to by then.
     *
     * @return to be closed by the caller
     */
    public Place hold(String path) throws OsException {
        try (PathWalk walk = walk(path)) {
            return walk.hold();
        }
    }

    /** The same for a socket, whose {@link Place#address} is a plain path where that is safe. */
    public Place holdForSocket(String path) throws OsException {
        try (PathWalk walk = new PathWalk(path, true, this, descriptors, files)) {
            return walk.hold();
        }
    }

    /** Whether there is something of that name, for all that can be told; a link that may not be followed is there. */
    public boolean exists(String path) {
        try {
            descriptors.close(open(path, OpenFlags.PATH, 0));
            return true;
        } catch (OsException e) {
            return e.errno().is(Errno.ELOOP);
        }
    }

    private PathWalk walk(String path) throws OsException {
        return new PathWalk(path, false, this, descriptors, files);
    }

    boolean mayFollow(FileStatus link, FileStatus folder) {
        return isTrusted(link.uid()) || !isWritableByOthers(folder);
    }

    /** Whether nobody but root and us can take it away, and put something else in its place. */
    boolean isFixed(FileStatus component, FileStatus folder) {
        return !isWritableByOthers(folder)
                || (isTrusted(folder.uid()) && isTrusted(component.uid()) && (folder.mode() & STICKY) != 0);
    }

    boolean isTrusted(int uid) {
        return uid == ROOT || (isOurs(uid) && uid != anybody);
    }

    /** Whether that is the user that we are. */
    public boolean isOurs(int uid) {
        return uid == effectiveUid.getAsInt();
    }

    /** The process's working directory, as the kernel names it: Java's own idea of it is that of its start. */
    public String workingFolder() throws OsException {
        String name = "/proc/self/cwd";
        int link = files.open(FileTree.WORKING_FOLDER, name, OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0);
        try {
            return files.readLink(link, name);
        } finally {
            descriptors.close(link);
        }
    }

    boolean isWritableByOthers(FileStatus folder) {
        return !isTrusted(folder.uid()) || (folder.mode() & WRITABLE_BY_OTHERS) != 0;
    }
}
