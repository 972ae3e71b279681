package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/**
 * Open files that we share with others, such as standard output: which is which, and writing to them without waiting,
 * although the daemon must not change whether they block. Any thread.
 */
final class SharedFiles {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int ENOTSOCK = 88;

    /** {@code struct pollfd}: a descriptor, what is asked, what is so. */
    private static final int POLLFD_SIZE = 8;

    private static final int EVENTS = 4;
    private static final int REVENTS = 6;
    private static final short POLLOUT = 4;

    /** {@code struct timespec} */
    private static final int TIMESPEC_SIZE = 16;

    /** {@code PIPE_BUF}: a pipe that is writable has room for so much, and takes it in one piece. */
    private static final int SAFE_LENGTH = 4096;

    private static final int ST_DEV = 0;
    private static final int ST_INO = 8;
    private static final int S_IFMT = 0170000;
    private static final int S_IFCHR = 0020000;

    /** The terminal that a process has, by a name of its own. */
    private static final long DEV_TTY = 5 << 8;

    private static final int FIRST_PTS_MAJOR = 136;
    private static final int LAST_PTS_MAJOR = 143;
    private static final int TIOCGPGRP = 0x540f;

    /** What the kernel fills in for TCGETS is shorter everywhere. */
    private static final int TERMIOS_SIZE = 128;

    private static final int TCGETS = 0x5401;

    private final LibC libc;
    private final Architecture architecture;

    /** Held while something is looked at and written: two threads must not count on the same room in a pipe. */
    private final Object turn = new Object();

    SharedFiles(LibC libc, Architecture architecture) {
        this.libc = libc;
        this.architecture = architecture;
    }

    /** @return how much was written, or a negated error number; EAGAIN if it would have to wait */
    int write(int descriptor, ByteBuffer buffer) {
        int count;
        do {
            count = libc.send(descriptor, buffer, MSG_DONTWAIT | MSG_NOSIGNAL);
        } while (count == -Errno.EINTR);
        return count == -ENOTSOCK ? writeIfWritable(descriptor, buffer) : count;
    }

    private int writeIfWritable(int descriptor, ByteBuffer buffer) {
        int end = buffer.limit();
        buffer.limit(Math.min(end, buffer.position() + SAFE_LENGTH));
        try {
            synchronized (turn) {
                int count;
                do {
                    count = isReadyToWrite(descriptor) ? libc.write(descriptor, buffer) : -Errno.EAGAIN;
                } while (count == -Errno.EINTR);
                return count;
            }
        } finally {
            buffer.limit(end);
        }
    }

    /** Also if writing would be an error at once. */
    private boolean isReadyToWrite(int descriptor) {
        try (NativeBlock query = libc.allocate(POLLFD_SIZE);
                NativeBlock noTime = libc.allocate(TIMESPEC_SIZE)) {
            query.bytes().putInt(0, descriptor).putShort(EVENTS, POLLOUT);
            libc.syscall(Syscall.PPOLL.on(architecture), query.address(), 1, noTime.address(), 0);
            return query.bytes().getShort(REVENTS) != 0;
        }
    }

    /** As {@link org.supervisor4j.daemon.os.Descriptors#isSame}. */
    boolean isSame(int one, int other) {
        try (NativeBlock first = libc.allocate(Architecture.STAT_SIZE);
                NativeBlock second = libc.allocate(Architecture.STAT_SIZE)) {
            if (!hasStatus(one, first) || !hasStatus(other, second)) {
                return false;
            }
            ByteBuffer a = first.bytes();
            ByteBuffer b = second.bytes();
            if (a.getLong(ST_INO) == b.getLong(ST_INO) && a.getLong(ST_DEV) == b.getLong(ST_DEV)) {
                return true;
            }
            return isDevice(a) && isDevice(b) && isSameDevice(one, device(a), other, device(b));
        }
    }

    private boolean hasStatus(int descriptor, NativeBlock stat) {
        return libc.syscall(Syscall.FSTAT.on(architecture), descriptor, stat.address(), 0) >= 0;
    }

    private boolean isDevice(ByteBuffer stat) {
        return (stat.getInt(architecture.statModeOffset) & S_IFMT) == S_IFCHR;
    }

    private long device(ByteBuffer stat) {
        return stat.getLong(architecture.statDeviceOffset);
    }

    /** As {@link org.supervisor4j.daemon.os.Descriptors#isTerminal}. */
    boolean isTerminal(int descriptor) {
        try (NativeBlock settings = libc.allocate(TERMIOS_SIZE)) {
            return libc.syscall(Syscall.IOCTL.on(architecture), descriptor, TCGETS, settings.address()) >= 0;
        }
    }

    /** One device may have files in several places. Not so pseudo terminals: each place counts its own from 0. */
    private boolean isSameDevice(int one, long device, int other, long otherDevice) {
        if (device == otherDevice) {
            long major = (device >> 8) & 0xfff;
            return major < FIRST_PTS_MAJOR || major > LAST_PTS_MAJOR;
        }
        return (device == DEV_TTY && isOurTerminal(other)) || (otherDevice == DEV_TTY && isOurTerminal(one));
    }

    private boolean isOurTerminal(int descriptor) {
        try (NativeBlock group = libc.allocate(Integer.BYTES)) {
            return libc.syscall(Syscall.IOCTL.on(architecture), descriptor, TIOCGPGRP, group.address()) >= 0;
        }
    }
}
