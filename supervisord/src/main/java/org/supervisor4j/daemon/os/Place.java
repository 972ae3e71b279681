package org.supervisor4j.daemon.os;

import java.util.List;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;

/**
 * A name in a folder that is held: what is done here is done in that folder, whatever the path that led to it means by
 * now. Links are not followed. To be closed; one thread at a time.
 */
public final class Place implements AutoCloseable {
    private final String path;
    private final int folder;
    private final String name;
    private final Descriptors descriptors;
    private final FileTree files;

    Place(String path, int folder, String name, Descriptors descriptors, FileTree files) {
        this.path = path;
        this.folder = folder;
        this.name = name;
        this.descriptors = descriptors;
        this.files = files;
    }

    /** The folder's descriptor, valid until this is closed. */
    public int folder() {
        return folder;
    }

    /** The path's last component. */
    public String name() {
        return name;
    }

    /** Like {@link SafePaths#openItself}. */
    public int open(int flags, int mode) throws OsException {
        try {
            return files.open(folder, name, flags | PathWalk.NOTHING_IS_WAITED_FOR | OpenFlags.NO_FOLLOW, mode);
        } catch (OsException e) {
            throw new OsException("open", path, e.errno());
        }
    }

    /** Opens something else in the folder; a link is ELOOP. */
    public int openBeside(String other, int flags) throws OsException {
        return files.open(folder, other, flags | PathWalk.NOTHING_IS_WAITED_FOR | OpenFlags.NO_FOLLOW, 0);
    }

    /**
     * Makes a folder beside.
     *
     * @param mode before the umask
     */
    public void makeFolderBeside(String other, int mode) throws OsException {
        files.makeFolder(folder, other, mode);
    }

    /** Removes a folder beside, which must be empty. */
    public void removeFolderBeside(String other) throws OsException {
        files.removeFolder(folder, other);
    }

    /**
     * Gives the name to a file in another folder, too.
     *
     * @throws OsException EEXIST if it is taken
     */
    public void linkFrom(int otherFolder, String other) throws OsException {
        files.link(otherFolder, other, folder, name);
    }

    /** What bears the name, a link itself. */
    public FileStatus status() throws OsException {
        int handle = open(OpenFlags.PATH, 0);
        try {
            return descriptors.status(handle);
        } finally {
            descriptors.close(handle);
        }
    }

    /** Whether anything bears the name. */
    public boolean exists() throws OsException {
        try {
            status();
            return true;
        } catch (OsException e) {
            if (e.errno().is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Renames within the folder; what bore the new name is replaced.
     *
     * @param from behind the name: empty for the file itself, {@code .1} for its first backup
     * @param to the same
     */
    public void rename(String from, String to) throws OsException {
        try {
            files.rename(folder, name + from, name + to);
        } catch (OsException e) {
            throw new OsException("rename", path + from + " to " + path + to, e.errno());
        }
    }

    /** The names in the folder, in no order. */
    public List<String> list() throws OsException {
        try {
            return files.list(folder);
        } catch (OsException e) {
            throw new OsException("list the folder of", path, e.errno());
        }
    }

    /** Removes the name, and never a folder. */
    public void unlink() throws OsException {
        try {
            files.unlink(folder, name);
        } catch (OsException e) {
            throw new OsException("remove", path, e.errno());
        }
    }

    @Override
    public void close() {
        descriptors.close(folder);
    }
}
