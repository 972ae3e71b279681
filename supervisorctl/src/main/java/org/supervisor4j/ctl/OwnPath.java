package org.supervisor4j.ctl;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Follows a path to a file of this user's, component by component, as far as nobody but root and this user can make any
 * of them lead elsewhere: neither now nor later, so that whoever opens what was found opens that.
 *
 * @param uid of this process
 */
record OwnPath(int uid) {
    private static final Path ROOT = Path.of("/");
    /** As many as the kernel follows. */
    private static final int MOST_LINKS = 40;

    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int FOLDER = 0040000;
    private static final int ORDINARY = 0100000;
    private static final int STICKY = 01000;
    private static final int GROUP_MAY_WRITE = 020;
    private static final int OTHERS_MAY_WRITE = 02;

    /** The status of a name, links not followed. */
    private record Status(int uid, int gid, int mode, int links) {
        static Status of(Path path) throws IOException {
            Map<String, Object> all = Files.readAttributes(path, "unix:uid,gid,mode,nlink", LinkOption.NOFOLLOW_LINKS);
            return new Status(number(all, "uid"), number(all, "gid"), number(all, "mode"), number(all, "nlink"));
        }

        private static int number(Map<String, Object> all, String name) {
            return all.get(name) instanceof Integer number ? number : -1;
        }

        boolean is(int type) {
            return (mode & TYPE) == type;
        }

        /** Whether others can make names in this folder; a group of the owner's own number has the owner only. */
        boolean isOpen() {
            return (mode & OTHERS_MAY_WRITE) != 0 || ((mode & GROUP_MAY_WRITE) != 0 && gid != uid);
        }
    }

    /**
     * The ordinary file of root's or this user's that the path leads to; where the last name means nothing yet, the
     * place for it.
     *
     * @throws FileSystemException with a reason, if it leads through hands of others, or to something else
     * @throws NoSuchFileException if a folder is missing
     */
    Path resolve(Path path) throws IOException {
        Deque<Path> ahead = new ArrayDeque<>();
        path.toAbsolutePath().forEach(ahead::add);
        Path here = ROOT;
        int links = 0;
        while (!ahead.isEmpty()) {
            boolean isShared = isShared(here);
            Path name = ahead.pop();
            Path next = here.resolve(name).normalize();
            if (ahead.isEmpty() && Files.notExists(next, LinkOption.NOFOLLOW_LINKS)) {
                return next;
            }
            Status status = Status.of(next);
            if (isShared) {
                requireOurs(next, status);
            }
            if (status.is(LINK)) {
                links++;
                if (links > MOST_LINKS) {
                    throw new FileSystemLoopException(path.toString());
                }
                Path target = Files.readSymbolicLink(next);
                here = target.isAbsolute() ? ROOT : here;
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    ahead.push(target.getName(i));
                }
            } else if (status.is(FOLDER)) {
                here = next;
            } else {
                return file(next, status, ahead.isEmpty());
            }
        }
        throw new FileSystemException(here.toString(), null, "is a folder");
    }

    /** Whether others can make names here, though not replace those of this user. */
    private boolean isShared(Path folder) throws IOException {
        Status status = Status.of(folder);
        requireOurs(folder, status);
        if (status.isOpen() && (status.mode() & STICKY) == 0) {
            throw new FileSystemException(folder.toString(), null, "can be written by others");
        }
        return status.isOpen();
    }

    private Path file(Path file, Status status, boolean isLast) throws FileSystemException {
        if (!isLast || !status.is(ORDINARY)) {
            throw new FileSystemException(file.toString(), null, isLast ? "is no ordinary file" : "is not a folder");
        }
        requireOurs(file, status);
        if (status.links() != 1) {
            // Somebody else may have given a file of this user's this name.
            throw new FileSystemException(file.toString(), null, "has another name, too (a hard link)");
        }
        return file;
    }

    private void requireOurs(Path path, Status status) throws FileSystemException {
        if (status.uid() != 0 && status.uid() != uid) {
            throw new FileSystemException(path.toString(), null, "belongs to another user (uid " + status.uid() + ")");
        }
    }
}
