package org.supervisor4j.daemon.sink;

import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileAccess;
import org.supervisor4j.daemon.os.files.OpenedLog;
import org.supervisor4j.daemon.os.files.Place;

/**
 * Opens a log file and gives it the mode and the owner that it is to have.
 *
 * <p>Both are set on the descriptor, and only on an ordinary file that has no other name, was not reached through a
 * link, and was made by this call or belongs to the daemon's user already: the folder may belong to somebody who would
 * like to own a file of root's. A new file is its maker's alone until it has its owner and mode. A refusal is an error:
 * a log that was to be private must not become readable because of a typing mistake.
 */
final class LogFileOpening {
    private static final int FLAGS = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.APPEND;
    private static final int MODE = 0666;
    private static final int MAKER_ONLY = 0600;
    private static final int MOST_ATTEMPTS = 10;

    private final String path;
    private final FileAccess access;
    private final SinkSystem system;

    LogFileOpening(String path, FileAccess access, SinkSystem system) {
        this.path = path;
        this.access = access;
        this.system = system;
    }

    /** Opens or makes the file, to be written at its end. */
    OpenedLog open() throws OsException {
        return access.isUnchanged()
                ? system.paths().openLog(path, FLAGS, MODE)
                : new OpenedLog(openOwned(), true, false);
    }

    /** The same; what it held is gone. */
    OpenedLog openEmpty() throws OsException {
        OpenedLog opened = open();
        try {
            // Not by a flag: a file that must not be touched would be empty before it has been looked at.
            if (opened.hasOwnName()
                    && system.descriptors().status(opened.descriptor()).regular()) {
                system.descriptors().truncate(opened.descriptor());
            }
            return opened;
        } catch (OsException e) {
            system.descriptors().close(opened.descriptor());
            throw e;
        }
    }

    private int openOwned() throws OsException {
        int mode = access.mode() == FileAccess.ANY ? MODE : access.mode() & MAKER_ONLY;
        try (Place place = system.paths().hold(path)) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return apply(place.open(FLAGS | OpenFlags.EXCLUSIVE, mode), true);
                } catch (OsException e) {
                    if (!e.errno().is(Errno.EEXIST)) {
                        throw e;
                    }
                }
                try {
                    return apply(place.open(FLAGS & ~OpenFlags.CREATE, mode), false);
                } catch (OsException e) {
                    // Removed between the two: it is made after all.
                    if (!e.errno().is(Errno.ENOENT) || attempt == MOST_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }
    }

    private int apply(int descriptor, boolean created) throws OsException {
        try {
            FileStatus status = system.descriptors().status(descriptor);
            check(status, created);
            change(descriptor, status);
            return descriptor;
        } catch (OsException e) {
            system.descriptors().close(descriptor);
            system.problems().error("cannot set mode and owner of " + path + ": " + e.getMessage());
            throw e;
        }
    }

    /** A file that was found is changed only if it belongs to the daemon's user, or to its new owner already. */
    private void check(FileStatus status, boolean created) throws OsException {
        String what;
        if (!status.regular()) {
            what = "no ordinary file";
        } else if (status.links() != 1) {
            what = "a file with other names (hard links)";
        } else if (!created && !system.paths().isOurs(status.uid()) && status.uid() != access.uid()) {
            what = "a file of another user (uid " + status.uid() + ") that was there before";
        } else {
            return;
        }
        throw new OsException("change", what, new Errno(Errno.EPERM, "EPERM", "Operation not permitted"));
    }

    private void change(int descriptor, FileStatus status) throws OsException {
        int uid = access.uid() == FileAccess.ANY ? status.uid() : access.uid();
        int gid = access.gid() == FileAccess.ANY ? status.gid() : access.gid();
        if (uid != status.uid() || gid != status.gid()) {
            system.descriptors().chown(descriptor, uid, gid);
        }
        // After the owner: changing that may clear bits.
        if (access.mode() != FileAccess.ANY && access.mode() != status.mode()) {
            system.descriptors().chmod(descriptor, access.mode());
        }
    }
}
