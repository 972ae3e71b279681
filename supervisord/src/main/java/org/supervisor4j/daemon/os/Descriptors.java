package org.supervisor4j.daemon.os;

import java.nio.ByteBuffer;

/** Descriptors and what is done with them. Everything that is opened here closes on exec. Any thread. */
public interface Descriptors {
    /** What {@link #read} and {@link #write} return where they would have to wait. */
    int WOULD_BLOCK = -1;

    /** A pipe, both ends closing on exec and blocking. */
    Pipe pipe() throws OsException;

    /**
     * @param readEnd what comes out
     * @param writeEnd what goes in
     */
    record Pipe(int readEnd, int writeEnd) {}

    void setNonBlocking(int descriptor) throws OsException;

    /**
     * Lets a pipe hold more. Where that is refused (the user's pipes hold as much as they may), it stays as it is.
     *
     * @param size in bytes; a power of two, so that the kernel need not round it up
     */
    void growPipe(int descriptor, int size);

    /**
     * Reads into the buffer's remaining space and advances it; retries after EINTR.
     *
     * @param buffer direct
     * @return bytes read, 0 at the end, or {@link #WOULD_BLOCK}
     */
    int read(int descriptor, ByteBuffer buffer) throws OsException;

    /**
     * Reads into the buffer's remaining space and advances it; the descriptor's own position stays; retries after
     * EINTR.
     *
     * @param buffer direct
     * @param position in bytes from the beginning
     * @return bytes read, 0 at the end
     */
    int readAt(int descriptor, ByteBuffer buffer, long position) throws OsException;

    /**
     * Writes from the buffer's remaining bytes and advances it; may write less than all; retries after EINTR.
     *
     * @param buffer direct
     * @return bytes written, or {@link #WOULD_BLOCK}
     */
    int write(int descriptor, ByteBuffer buffer) throws OsException;

    /**
     * The same for a descriptor that others share, whose flags must not be changed: takes what it can take now, and
     * does not wait. Of anything but a socket, one call writes no more than a pipe takes whole.
     */
    int writeShared(int descriptor, ByteBuffer buffer) throws OsException;

    /** A second descriptor of the same open file, with the same position and flags. */
    int duplicate(int descriptor) throws OsException;

    /** Whether it is open, and may be written. */
    boolean mayWrite(int descriptor);

    /**
     * Whether two descriptors lead to the same file, pipe, socket, device or terminal, by whatever names it was opened.
     * What is not open is the same as nothing.
     */
    boolean isSame(int one, int other);

    /** Whether it is a terminal. */
    boolean isTerminal(int descriptor);

    /** Whether it was opened in {@code /proc}, wherever that is mounted: a link of there is followed by the kernel. */
    boolean isOfProc(int descriptor) throws OsException;

    /** Closes. Errors are of no use to anyone and are swallowed. */
    void close(int descriptor);

    /**
     * Opens a file.
     *
     * @param flags of {@link OpenFlags}, or'ed
     * @param mode for a file that is created, before the umask
     */
    int open(String path, int flags, int mode) throws OsException;

    /** What {@code fstat} says. */
    FileStatus status(int descriptor) throws OsException;

    /** Moves to the end. @throws OsException ESPIPE where there is no position */
    long seekEnd(int descriptor) throws OsException;

    /** Empties a file. */
    void truncate(int descriptor) throws OsException;

    void chmod(int descriptor, int mode) throws OsException;

    void chown(int descriptor, int uid, int gid) throws OsException;

    /**
     * @param size in bytes
     * @param links how many names it has
     * @param mode the permission bits
     */
    record FileStatus(FileKind kind, long size, long inode, long device, int links, int uid, int gid, int mode) {
        /** Whether it is an ordinary file: one that has a position and can be rotated. */
        public boolean regular() {
            return kind == FileKind.FILE;
        }

        /** Whether the other is the same file, under whatever name. */
        public boolean isSameFile(FileStatus other) {
            return inode == other.inode && device == other.device;
        }
    }

    /** What a name stands for. */
    enum FileKind {
        FILE,
        FOLDER,
        /** A symbolic one. */
        LINK,
        SOCKET,
        /** A device, a FIFO, or what has no name at all. */
        OTHER
    }
}
