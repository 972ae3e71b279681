package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.FileTree;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.NativeText;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/** Descriptors by way of libc. Reading and writing allocate nothing. */
final class PosixDescriptors implements Descriptors {
    private static final int O_CLOEXEC = 02000000;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int O_ACCMODE = 3;
    private static final int SEEK_END = 2;

    private static final int ST_DEV = 0;
    private static final int ST_INO = 8;
    private static final int ST_SIZE = 48;
    private static final int S_IFMT = 0170000;
    private static final int S_IFREG = 0100000;
    private static final int S_IFDIR = 0040000;
    private static final int S_IFLNK = 0120000;
    private static final int S_IFSOCK = 0140000;
    private static final int PERMISSIONS = 07777;

    /** {@code struct statfs}: its type comes first. */
    private static final int STATFS_SIZE = 120;

    private static final long PROC_SUPER_MAGIC = 0x9fa0;

    private final LibC libc;
    private final Architecture architecture;
    private final SharedFiles shared;

    PosixDescriptors(LibC libc, Architecture architecture) {
        this.libc = libc;
        this.architecture = architecture;
        this.shared = new SharedFiles(libc, architecture);
    }

    @Override
    public Pipe pipe() throws OsException {
        try (NativeBlock ends = libc.allocate(2 * Integer.BYTES)) {
            Errors.check(libc.pipe2(ends.address(), O_CLOEXEC), "create", "a pipe");
            return new Pipe(ends.bytes().getInt(0), ends.bytes().getInt(Integer.BYTES));
        }
    }

    @Override
    public void setNonBlocking(int descriptor) throws OsException {
        String operation = "switch to non-blocking";
        int flags = Errors.check(libc.fcntl(descriptor, F_GETFL, 0), operation, name(descriptor));
        Errors.check(libc.fcntl(descriptor, F_SETFL, flags | OpenFlags.NON_BLOCKING), operation, name(descriptor));
    }

    @Override
    public void growPipe(int descriptor, int size) {
        libc.fcntl(descriptor, F_SETPIPE_SZ, size);
    }

    @Override
    public int read(int descriptor, ByteBuffer buffer) throws OsException {
        needRoom(buffer);
        int count;
        do {
            count = libc.read(descriptor, buffer);
        } while (count == -Errno.EINTR);
        return transferred(count, buffer, "read from", descriptor);
    }

    @Override
    public int readAt(int descriptor, ByteBuffer buffer, long position) throws OsException {
        needRoom(buffer);
        int count;
        do {
            count = libc.pread(descriptor, buffer, position);
        } while (count == -Errno.EINTR);
        return transferred(count, buffer, "read from", descriptor);
    }

    private static void needRoom(ByteBuffer buffer) {
        if (!buffer.isDirect() || buffer.isReadOnly() || !buffer.hasRemaining()) {
            // Without room the kernel answers 0, which looks like the end.
            throw new IllegalArgumentException("read needs room in a direct buffer, not " + buffer);
        }
    }

    @Override
    public int write(int descriptor, ByteBuffer buffer) throws OsException {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("write needs a direct buffer, not " + buffer);
        }
        int count;
        do {
            count = libc.write(descriptor, buffer);
        } while (count == -Errno.EINTR);
        return transferred(count, buffer, "write to", descriptor);
    }

    @Override
    public int writeShared(int descriptor, ByteBuffer buffer) throws OsException {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("write needs a direct buffer, not " + buffer);
        }
        return transferred(shared.write(descriptor, buffer), buffer, "write to", descriptor);
    }

    @Override
    public int duplicate(int descriptor) throws OsException {
        return Errors.check(libc.fcntl(descriptor, F_DUPFD_CLOEXEC, 0), "duplicate", name(descriptor));
    }

    @Override
    public boolean mayWrite(int descriptor) {
        int flags = libc.fcntl(descriptor, F_GETFL, 0);
        return flags >= 0 && (flags & O_ACCMODE) != OpenFlags.READ_ONLY;
    }

    @Override
    public boolean isSame(int one, int other) {
        return shared.isSame(one, other);
    }

    @Override
    public boolean isTerminal(int descriptor) {
        return shared.isTerminal(descriptor);
    }

    @Override
    public boolean isOfProc(int descriptor) throws OsException {
        try (NativeBlock statfs = libc.allocate(STATFS_SIZE)) {
            int result = libc.syscall(Syscall.FSTATFS.on(architecture), descriptor, statfs.address(), 0);
            Errors.check(result, "get the file system of", name(descriptor));
            return statfs.bytes().getLong(0) == PROC_SUPER_MAGIC;
        }
    }

    private static int transferred(int count, ByteBuffer buffer, String operation, int descriptor) throws OsException {
        if (count == -Errno.EAGAIN) {
            return WOULD_BLOCK;
        }
        if (count < 0) {
            throw Errors.exception(count, operation, name(descriptor));
        }
        buffer.position(buffer.position() + count);
        return count;
    }

    @Override
    public void close(int descriptor) {
        // Not again after EINTR: Linux has closed it all the same, and the number may be someone else's by now.
        libc.close(descriptor);
    }

    @Override
    public int open(String path, int flags, int mode) throws OsException {
        return openAt(FileTree.WORKING_FOLDER, path, flags, mode);
    }

    int openAt(int folder, String name, int flags, int mode) throws OsException {
        int kernelFlags = (flags & ~(OpenFlags.NO_FOLLOW | OpenFlags.FOLDER)) | O_CLOEXEC;
        if ((flags & OpenFlags.NO_FOLLOW) != 0) {
            kernelFlags |= architecture.noFollow;
        }
        if ((flags & OpenFlags.FOLDER) != 0) {
            kernelFlags |= architecture.directory;
        }
        try (NativeBlock text = NativeText.path(libc, name, "open")) {
            int descriptor;
            do {
                descriptor = libc.openat(folder, text.address(), kernelFlags, mode);
            } while (descriptor == -Errno.EINTR);
            return Errors.check(descriptor, "open", name);
        }
    }

    @Override
    public FileStatus status(int descriptor) throws OsException {
        // The system call, because older versions of libc have no such function.
        try (NativeBlock stat = libc.allocate(Architecture.STAT_SIZE)) {
            int result = libc.syscall(Syscall.FSTAT.on(architecture), descriptor, stat.address(), 0);
            Errors.check(result, "get the status of", name(descriptor));
            ByteBuffer bytes = stat.bytes();
            int mode = bytes.getInt(architecture.statModeOffset);
            return new FileStatus(
                    kind(mode),
                    bytes.getLong(ST_SIZE),
                    bytes.getLong(ST_INO),
                    bytes.getLong(ST_DEV),
                    bytes.getInt(architecture.statLinksOffset),
                    bytes.getInt(architecture.statUidOffset),
                    bytes.getInt(architecture.statUidOffset + Integer.BYTES),
                    mode & PERMISSIONS);
        }
    }

    private static FileKind kind(int mode) {
        return switch (mode & S_IFMT) {
            case S_IFREG -> FileKind.FILE;
            case S_IFDIR -> FileKind.FOLDER;
            case S_IFLNK -> FileKind.LINK;
            case S_IFSOCK -> FileKind.SOCKET;
            default -> FileKind.OTHER;
        };
    }

    @Override
    public long seekEnd(int descriptor) throws OsException {
        long position = libc.lseek(descriptor, 0, SEEK_END);
        if (position < 0) {
            throw Errors.exception(position, "find the end of", name(descriptor));
        }
        return position;
    }

    @Override
    public void truncate(int descriptor) throws OsException {
        Errors.check(libc.ftruncate(descriptor, 0), "empty", name(descriptor));
    }

    @Override
    public void chmod(int descriptor, int mode) throws OsException {
        Errors.check(libc.fchmod(descriptor, mode), "change the mode of", name(descriptor));
    }

    @Override
    public void chown(int descriptor, int uid, int gid) throws OsException {
        Errors.check(libc.fchown(descriptor, uid, gid), "change the owner of", name(descriptor));
    }

    private static String name(int descriptor) {
        return "descriptor " + descriptor;
    }
}
