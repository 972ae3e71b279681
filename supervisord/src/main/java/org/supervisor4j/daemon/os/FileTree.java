package org.supervisor4j.daemon.os;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Names of files, and reading at a place: what logs need beyond {@link Descriptors}. Paths are UTF-8 whatever the
 * locale, and relative to the process's working directory. Any thread.
 */
public interface FileTree {
    /** {@code rename(2)}: what bore the new name is replaced. */
    void rename(String from, String to) throws OsException;

    /** {@code unlink(2)}: removes a name, and never a folder. */
    void unlink(String path) throws OsException;

    /**
     * Where a symbolic link leads.
     *
     * @param link a descriptor of the link itself, opened with {@link OpenFlags#PATH} and {@link OpenFlags#NO_FOLLOW}
     */
    String readLink(int link, String path) throws OsException;

    /** The names in a folder, without {@code .} and {@code ..}, in no order. */
    List<String> list(String folder) throws OsException;

    /**
     * Reads into the buffer's remaining space and advances it; the descriptor's own position stays; retries after
     * EINTR.
     *
     * @param buffer direct
     * @param position in bytes from the beginning
     * @return bytes read, 0 at the end
     */
    int readAt(int descriptor, ByteBuffer buffer, long position) throws OsException;
}
