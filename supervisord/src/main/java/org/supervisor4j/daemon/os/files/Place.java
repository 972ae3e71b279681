package org.supervisor4j.daemon.os.files;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/**
 * A name in a folder that is held: what is done here is done in that folder, whatever the path that led to it means by
 * now. Links are not followed. To be closed; one thread at a time.
 */
public final class Place implements AutoCloseable {
    /** Of a {@code struct sockaddr_un} there are 108 bytes for the path and the NUL after it. */
    public static final int LONGEST_ADDRESS = 107;

    private static final int MAX_TRIES = 10;
    private static final int ONLY_US = 0700;

    private final String path;
    private final int folder;
    private final boolean fixed;
    private final String name;
    private final SafePaths rule;
    private final Descriptors descriptors;
    private final FileTree files;

    /** @param fixed whether nobody but root and us can lead the path to another folder */
    Place(
            String path,
            int folder,
            boolean fixed,
            String name,
            SafePaths rule,
            Descriptors descriptors,
            FileTree files) {
        this.path = path;
        this.folder = folder;
        this.fixed = fixed;
        this.name = name;
        this.rule = rule;
        this.descriptors = descriptors;
        this.files = files;
    }

    /** The path's last component. */
    public String name() {
        return name;
    }

    /**
     * A path for a socket's address, which people look for with {@code ss}: the plain one where nobody but root and us
     * can lead it elsewhere and the kernel takes its length, else one through the folder that is held.
     *
     * @return valid until this is closed
     */
    public String address() {
        boolean fits = path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ADDRESS;
        return fixed && fits ? path : "/proc/self/fd/" + folder + "/" + name;
    }

    /** Like {@link SafePaths#openItself}. */
    public int open(int flags, int mode) throws OsException {
        try {
            return files.open(folder, name, flags | PathWalk.NOTHING_IS_WAITED_FOR | OpenFlags.NO_FOLLOW, mode);
        } catch (OsException e) {
            throw new OsException("open", path, e.errno());
        }
    }

    /**
     * Holds a folder next to it, for something of this name in that; a link is ELOOP.
     *
     * @return to be closed by the caller
     */
    public Place below(String other) throws OsException {
        int flags = OpenFlags.PATH | OpenFlags.FOLDER | OpenFlags.NO_FOLLOW;
        int held = files.open(folder, other, flags, 0);
        try {
            boolean stays = fixed && rule.isFixed(descriptors.status(held), descriptors.status(folder));
            String inside = path.substring(0, path.lastIndexOf('/') + 1) + other + "/" + name;
            return new Place(inside, held, stays, name, rule, descriptors, files);
        } catch (OsException e) {
            descriptors.close(held);
            throw e;
        }
    }

    /**
     * Makes a folder next to it, which only the daemon's user can enter.
     *
     * @return its name, which nobody can know before
     */
    public String makeFolderBeside() throws OsException {
        SecureRandom random = new SecureRandom();
        for (int tries = 1; ; tries++) {
            String other = "." + Integer.toString(random.nextInt(1 << 20), 36);
            try {
                files.makeFolder(folder, other, ONLY_US);
                return other;
            } catch (OsException e) {
                if (!e.errno().is(Errno.EEXIST) || tries == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Removes a folder next to it, which must be empty. */
    public void removeFolderBeside(String other) throws OsException {
        files.removeFolder(folder, other);
    }

    /**
     * Gives the name to what has another one, too.
     *
     * @throws OsException EEXIST if it is taken
     */
    public void linkFrom(Place other) throws OsException {
        files.link(other.folder, other.name, folder, name);
    }

    /** Whether only root and we can write the folder, and so make something of this name. */
    public boolean isOursAlone() throws OsException {
        return !rule.isWritableByOthers(descriptors.status(folder));
    }

    /** The status of what has the name; a link's own. */
    public FileStatus status() throws OsException {
        int handle = open(OpenFlags.PATH, 0);
        try {
            return descriptors.status(handle);
        } finally {
            descriptors.close(handle);
        }
    }

    /** Whether anything has the name. */
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
     * Renames within the folder; what had the new name is replaced.
     *
     * @param from what follows the name: empty for the file itself, {@code .1} for its first backup
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
