package org.supervisor4j.daemon.os;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.supervisor4j.daemon.os.Descriptors.FileKind;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;

/** One path on its way from the first component to the last. To be closed. */
final class PathWalk implements AutoCloseable {
    static final int NOTHING_IS_WAITED_FOR = OpenFlags.NON_BLOCKING | OpenFlags.NO_CONTROLLING_TERMINAL;

    private static final int HANDLE = OpenFlags.PATH | OpenFlags.NO_FOLLOW;
    private static final int NOTHING_HELD = -1;

    /** As many as the kernel follows. */
    private static final int MOST_LINKS = 40;

    private static final Pattern DESCRIPTORS_OF_A_PROCESS = Pattern.compile("/proc/[0-9]+(/task/[0-9]+)?/fd");

    private final String path;
    private final SafePaths rule;
    private final Descriptors descriptors;
    private final FileTree files;

    /** What has still to be gone through; the last one is what the path names. */
    private final Deque<String> rest = new ArrayDeque<>();

    private int folder = NOTHING_HELD;

    /** Where we are, without links; begins with a slash where that is known. */
    private String where = "";

    private int links;

    PathWalk(String path, SafePaths rule, Descriptors descriptors, FileTree files) throws OsException {
        this.path = path;
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
        int always = flags | NOTHING_IS_WAITED_FOR;
        while (true) {
            String name = rest.getFirst();
            if (isNameOfDescriptor()) {
                return openAt(name, always, mode);
            }
            // A handle would be one on the link itself, and no error.
            if ((flags & OpenFlags.PATH) == 0 || !isLink(name)) {
                try {
                    return openAt(name, always | OpenFlags.NO_FOLLOW, mode);
                } catch (OsException e) {
                    if (!e.errno().is(Errno.ELOOP)) {
                        throw e;
                    }
                }
            }
            rest.removeFirst();
            follow(name);
            goToLastFolder();
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
        Place place = new Place(path, folder, rest.getFirst(), descriptors, files);
        folder = NOTHING_HELD;
        return place;
    }

    private void setOut(String text) throws OsException {
        if (text.startsWith("/")) {
            hold(files.open(FileTree.WORKING_FOLDER, "/", OpenFlags.PATH | OpenFlags.FOLDER, 0));
            where = "/";
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
        hold(openAt(name, HANDLE | OpenFlags.FOLDER, 0));
        where = name.equals("..") ? folderOf(where) : where.endsWith("/") ? where + name : where + "/" + name;
    }

    private static String folderOf(String where) {
        int slash = where.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : where.substring(0, slash);
    }

    private void follow(String name) throws OsException {
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
                return;
            }
            if (!where.equals("/proc") && !rule.mayFollow(status, descriptors.status(folder))) {
                throw new OsException(
                        "open",
                        path + " (the symbolic link " + name + " in it belongs to user " + status.uid()
                                + ", who could lead it anywhere)",
                        tooManyLinks());
            }
            setOut(files.readLink(link, path));
        } finally {
            descriptors.close(link);
        }
    }

    /** The kernel's own name for it, where it applies the same rule, is EACCES: ours is that of a refused link. */
    private static Errno tooManyLinks() {
        return new Errno(Errno.ELOOP, "ELOOP", "Too many levels of symbolic links");
    }

    private boolean isNameOfDescriptor() throws OsException {
        return DESCRIPTORS_OF_A_PROCESS.matcher(where).matches()
                && rule.isTrusted(descriptors.status(folder).uid());
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
