package org.supervisor4j.daemon.sink;

import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.FileAccess;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/**
 * Opens a log file and gives it the mode and the owner that it is to have.
 *
 * <p>Both are set on the descriptor, and only on an ordinary file that has no other name and was not reached through a
 * link: the folder may belong to somebody who would like to own a file of root's. A new file is its maker's alone until
 * it has its owner and mode. What can't be done is an error: a log that was to be private must not become readable
 * because of a typing mistake.
 */
final class LogFileOpening {
    private static final int FLAGS = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.APPEND;
    private static final int MODE = 0666;
    private static final int MAKER_ONLY = 0600;

    private final String path;
    private final FileAccess access;
    private final SinkSystem system;
    private final SafeOpening opening;

    LogFileOpening(String path, FileAccess access, SinkSystem system) {
        this.path = path;
        this.access = access;
        this.system = system;
        this.opening = new SafeOpening(system.descriptors(), system.files(), system.effectiveUid());
    }

    /** Opens or makes the file, to be written at its end. */
    OpenedLog open() throws OsException {
        return open(FLAGS);
    }

    /** The same; what it held is gone. */
    OpenedLog openEmpty() throws OsException {
        return open(FLAGS | OpenFlags.TRUNCATE);
    }

    private OpenedLog open(int flags) throws OsException {
        if (access.isUnchanged()) {
            return opening.openLog(path, flags, MODE);
        }
        int mode = access.mode() == FileAccess.ANY ? MODE : access.mode() & MAKER_ONLY;
        int descriptor = opening.openItself(path, flags, mode);
        try {
            apply(descriptor);
        } catch (OsException e) {
            system.descriptors().close(descriptor);
            system.problems().error("cannot set mode and owner of " + path + ": " + e.getMessage());
            throw e;
        }
        return new OpenedLog(descriptor, true, false);
    }

    private void apply(int descriptor) throws OsException {
        FileStatus status = system.descriptors().status(descriptor);
        if (!status.regular() || status.links() != 1) {
            String what = status.regular() ? "a file with other names (hard links)" : "no ordinary file";
            throw new OsException("change", what, new Errno(Errno.EPERM, "EPERM", "Operation not permitted"));
        }
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
