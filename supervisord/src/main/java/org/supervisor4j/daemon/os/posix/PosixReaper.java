package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.ChildReaper;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.posix.libc.LibC;

/** {@code waitpid(-1, WNOHANG)}. One thread at a time. */
final class PosixReaper implements ChildReaper {
    private static final int ANY_CHILD = -1;
    private static final int WNOHANG = 1;

    private final LibC libc;
    private final ByteBuffer status;
    private final long statusAddress;

    PosixReaper(LibC libc) {
        this.libc = libc;
        this.status = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        this.statusAddress = libc.address(status);
    }

    @Override
    public @Nullable Reaped reap() {
        int pid;
        do {
            pid = libc.waitpid(ANY_CHILD, statusAddress, WNOHANG);
        } while (pid == -Errno.EINTR);
        // Of the errors only ECHILD is possible: there are no children at all.
        return pid > 0 ? new Reaped(pid, status.getInt(0)) : null;
    }
}
