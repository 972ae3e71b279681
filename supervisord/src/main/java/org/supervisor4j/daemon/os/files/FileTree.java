package org.supervisor4j.daemon.os.files;

import java.util.List;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/**
 * Names in folders, as the system has them. Only {@link SafePaths} and its helpers use it: others can write the folders
 * of many files. Names are UTF-8 whatever the locale. Any thread.
 */
public interface FileTree {
    /** A folder's descriptor in the calls below: the process's working directory, whatever it is at the moment. */
    int WORKING_FOLDER = -100;

    /**
     * {@code openat(2)}: opens what has a name in a folder that is held.
     *
     * @param folder its descriptor, or {@link #WORKING_FOLDER}
     * @param name relative to it; an absolute one is where it is
     * @param flags of {@link OpenFlags}, or'ed
     * @param mode for a file that is created, before the umask
     * @return its descriptor, closing on exec
     */
    int open(int folder, String name, int flags, int mode) throws OsException;

    /** {@code renameat(2)} within a folder: what had the new name is replaced. */
    void rename(int folder, String from, String to) throws OsException;

    /** {@code linkat(2)}: a second name for a file, which is never a link's target. */
    void link(int fromFolder, String from, int toFolder, String to) throws OsException;

    /** {@code unlinkat(2)}: removes a name, and never a folder. */
    void unlink(int folder, String name) throws OsException;

    /**
     * {@code mkdirat(2)}.
     *
     * @param mode before the umask
     */
    void makeFolder(int folder, String name, int mode) throws OsException;

    /** {@code unlinkat(2)} of a folder, which must be empty. */
    void removeFolder(int folder, String name) throws OsException;

    /**
     * Where a symbolic link leads.
     *
     * @param link a descriptor of the link itself, opened with {@link OpenFlags#PATH} and {@link OpenFlags#NO_FOLLOW}
     */
    String readLink(int link, String path) throws OsException;

    /**
     * The names in a folder, without {@code .} and {@code ..}, in no order.
     *
     * @param folder its descriptor; {@link OpenFlags#PATH} will do
     */
    List<String> list(int folder) throws OsException;

    /**
     * How many names there are in a folder.
     *
     * @param most where to stop counting
     */
    default int count(int folder, int most) throws OsException {
        return Math.min(most, list(folder).size());
    }
}
