package org.supervisor4j.daemon.os.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Descriptors.FileKind;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/** Walks a path from the first component to the last. To be closed. */
final class PathWalk implements AutoCloseable {
    static final int NOTHING_IS_WAITED_FOR = OpenFlags.NON_BLOCKING | OpenFlags.NO_CONTROLLING_TERMINAL;

    private static final int HANDLE = OpenFlags.PATH | OpenFlags.NO_FOLLOW;
    private static final int NOTHING_HELD = -1;

    /** As many links as the kernel follows. */
    private static final int MOST_LINKS = 40;

    /** Of a path that ends at a link of {@code /proc}. */
    private static final int KNOWN_TO_THE_KERNEL = -1;

    private static final int LAST_STANDARD = 2;
    private static final int EBADF = 9;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final String path;
    private final SafePaths rule;
    private final Descriptors descriptors;
    private final FileTree files;

    /** What has still to be gone through; the last one is what the path names. */
    private final Deque<String> rest = new ArrayDeque<>();

    private int folder = NOTHING_HELD;

    /** Whether nobody but root and us can change what the path leads through, as far as is known. */
    private boolean fixed;

    private int links;

    /** @param judging whether it is to be found out if the path can be led elsewhere, for {@link Place#address} */
    PathWalk(String path, boolean judging, SafePaths rule, Descriptors descriptors, FileTree files) throws OsException {
        this.path = path;
        this.fixed = judging && path.startsWith("/");
        this.rule = rule;
        this.descriptors = descriptors;
        this.files = files;
        try {
            if (path.isEmpty()) {
                throw failure(new Errno(Errno.ENOENT, "ENOENT", "No such file or directory"));
            }
            setOut(path);
            goToLastFolder();
        } catch (OsException e) {
            close();
            throw e;
        }
    }

    /** Opens what the path names, following links by the rule. */
    int open(int flags, int mode) throws OsException {
        int found = find(flags, mode);
        return found == KNOWN_TO_THE_KERNEL ? openAt(rest.getFirst(), flags | NOTHING_IS_WAITED_FOR, mode) : found;
    }

    /**
     * The same for a log that is to be written. A standard descriptor that its name cannot open, because it is a socket
     * or another user's, is written itself.
     */
    OpenedLog openLog(int flags, int mode) throws OsException {
        int found = find(flags, mode);
        return found == KNOWN_TO_THE_KERNEL ? openDescriptor(flags, mode) : new OpenedLog(found, true, false);
    }

    /** @return what has been opened, or that the last component is a link of {@code /proc} */
    private int find(int flags, int mode) throws OsException {
        while (true) {
            String name = rest.getFirst();
            // A handle would be one on the link itself, and no error.
            if ((flags & OpenFlags.PATH) == 0 || !isLink(name)) {
                try {
                    return openAt(name, flags | NOTHING_IS_WAITED_FOR | OpenFlags.NO_FOLLOW, mode);
                } catch (OsException e) {
                    if (!e.errno().is(Errno.ELOOP)) {
                        throw e;
                    }
                }
            }
            rest.removeFirst();
            if (!follow(name)) {
                return KNOWN_TO_THE_KERNEL;
            }
            goToLastFolder();
        }
    }

    private OpenedLog openDescriptor(int flags, int mode) throws OsException {
        String name = rest.getFirst();
        int number = NUMBER.matcher(name).matches() ? Integer.parseInt(name) : -1;
        boolean isOwn = number >= 0 && leadsTo(name, number);
        if (isOwn && !descriptors.mayWrite(number)) {
            // It is open for reading: most likely one of the daemon's jars, which must not be written into. The first
            // of them is 1 where the daemon was started without standard output.
            throw failure(new Errno(EBADF, "EBADF", "Bad file descriptor"));
        }
        if (isOwn && number <= LAST_STANDARD && descriptors.status(number).regular()) {
            // Whoever else has it writes where its position is: an own one would write over that, or be written over.
            return new OpenedLog(descriptors.duplicate(number), false, true);
        }
        try {
            return new OpenedLog(openAt(name, flags | NOTHING_IS_WAITED_FOR, mode), false, false);
        } catch (OsException refused) {
            if (isOwn && number <= LAST_STANDARD) {
                return new OpenedLog(descriptors.duplicate(number), false, true);
            }
            throw refused;
        }
    }

    /** Whether the name leads to this descriptor of the daemon, and not to another process's. */
    private boolean leadsTo(String name, int number) throws OsException {
        int held = openAt(name, OpenFlags.PATH, 0);
        try {
            return descriptors.isSame(held, number);
        } finally {
            descriptors.close(held);
        }
    }

    private boolean isLink(String name) throws OsException {
        int handle = openAt(name, HANDLE, 0);
        try {
            return descriptors.status(handle).kind() == FileKind.LINK;
        } finally {
            descriptors.close(handle);
        }
    }

    /** Hands the folder on; nothing is left to close. */
    Place hold() {
        Place place = new Place(path, folder, fixed, rest.getFirst(), rule, descriptors, files);
        folder = NOTHING_HELD;
        return place;
    }

    private void setOut(String text) throws OsException {
        if (text.startsWith("/")) {
            hold(files.open(FileTree.WORKING_FOLDER, "/", OpenFlags.PATH | OpenFlags.FOLDER, 0));
        } else if (folder == NOTHING_HELD) {
            hold(files.open(FileTree.WORKING_FOLDER, ".", OpenFlags.PATH | OpenFlags.FOLDER, 0));
        }
        String[] names = text.split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            boolean isLast = i == names.length - 1 && rest.isEmpty();
            if (isLast) {
                // "log/" means the folder itself, as the kernel has it.
                rest.addFirst(names[i].isEmpty() ? "." : names[i]);
            } else if (!names[i].isEmpty() && !names[i].equals(".")) {
                rest.addFirst(names[i]);
            }
        }
    }

    private void goToLastFolder() throws OsException {
        while (rest.size() > 1) {
            String name = rest.removeFirst();
            try {
                enter(name);
            } catch (OsException e) {
                if (!e.errno().is(Errno.ENOTDIR)) {
                    throw e;
                }
                follow(name);
            }
        }
    }

    private void enter(String name) throws OsException {
        int next = openAt(name, HANDLE | OpenFlags.FOLDER, 0);
        try {
            updateFixed(next);
        } catch (OsException e) {
            descriptors.close(next);
            throw e;
        }
        hold(next);
    }

    private void updateFixed(int component) throws OsException {
        if (fixed) {
            fixed = rule.isFixed(descriptors.status(component), descriptors.status(folder));
        }
    }

    /**
     * @return false if the link is the last component and lies in {@code /proc}: then it is still to be gone through
     */
    private boolean follow(String name) throws OsException {
        int link = openAt(name, HANDLE, 0);
        try {
            FileStatus status = descriptors.status(link);
            if (++links > MOST_LINKS) {
                throw failure(tooManyLinks());
            }
            if (status.kind() != FileKind.LINK) {
                if (status.kind() != FileKind.FOLDER && !rest.isEmpty()) {
                    throw failure(new Errno(Errno.ENOTDIR, "ENOTDIR", "Not a directory"));
                }
                // Somebody has exchanged it since: the same once more.
                rest.addFirst(name);
                return true;
            }
            if (!rule.mayFollow(status, descriptors.status(folder))) {
                throw new OsException(
                        "open",
                        path + " (the symbolic link " + name + " in it belongs to user " + status.uid()
                                + ", who could lead it anywhere)",
                        tooManyLinks());
            }
            updateFixed(link);
            if (rest.isEmpty() && descriptors.isOfProc(link)) {
                rest.addFirst(name);
                return false;
            }
            setOut(files.readLink(link, path));
            return true;
        } finally {
            descriptors.close(link);
        }
    }

    /** Where the kernel applies the same rule, it says EACCES; this is the error of a refused link. */
    private static Errno tooManyLinks() {
        return new Errno(Errno.ELOOP, "ELOOP", "Too many levels of symbolic links");
    }

    private int openAt(String name, int flags, int mode) throws OsException {
        try {
            return files.open(folder, name, flags, mode);
        } catch (OsException e) {
            throw failure(e.errno());
        }
    }

    private OsException failure(Errno errno) {
        return new OsException("open", path, errno);
    }

    private void hold(int next) {
        close();
        folder = next;
    }

    @Override
    public void close() {
        if (folder != NOTHING_HELD) {
            descriptors.close(folder);
            folder = NOTHING_HELD;
        }
    }
}
