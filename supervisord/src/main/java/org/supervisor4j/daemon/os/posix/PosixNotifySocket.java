package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.NotifySocket;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.Syscall;

/**
 * A datagram socket with an abstract name that the kernel has chosen: there is no file to make, to guard and to remove,
 * and programs reach it from a chroot, too.
 */
final class PosixNotifySocket implements NotifySocket {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PASSCRED = 16;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_CTRUNC = 8;

    private static final int SUN_PATH = 2;
    private static final int SUN_SIZE = SUN_PATH + 108;

    /** systemd takes as many bytes. */
    private static final int TEXT_SIZE = 4096;

    /** {@code struct msghdr} on 64 bits: name, its size, iov, how many, control, its size, flags. */
    private static final int MSG_IOV = 16;

    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;
    private static final int MSG_SIZE = 56;

    /** {@code struct cmsghdr}: its length with the data, level, type. */
    private static final int CMSG_LEVEL = 8;

    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;

    /** Credentials, and as many descriptors as the kernel lets a message have. */
    private static final int CONTROL_SIZE = 32 + CMSG_DATA + 256 * Integer.BYTES;

    private static final int IOV = MSG_SIZE;
    private static final int CONTROL = IOV + 16;
    private static final int TEXT = CONTROL + CONTROL_SIZE;

    private final LibC libc;
    private final Architecture architecture;
    private final int descriptor;
    private final String address;

    private PosixNotifySocket(LibC libc, Architecture architecture, int descriptor, String address) {
        this.libc = libc;
        this.architecture = architecture;
        this.descriptor = descriptor;
        this.address = address;
    }

    static NotifySocket open(LibC libc, Architecture architecture) throws OsException {
        String what = "a socket for notifications";
        int type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
        int opened = Errors.check(libc.socket(AF_UNIX, type, 0), "create", what);
        try (NativeBlock on = libc.allocate(Integer.BYTES);
                NativeBlock name = libc.allocate(SUN_SIZE + Integer.BYTES)) {
            on.bytes().putInt(0, 1);
            // Before it has a name: no message comes without credentials.
            int passes = libc.setsockopt(opened, SOL_SOCKET, SO_PASSCRED, on.address(), Integer.BYTES);
            Errors.check(passes, "have credentials passed to", what);
            name.bytes().putShort(0, (short) AF_UNIX);
            Errors.check(libc.bind(opened, name.address(), SUN_PATH), "name", what);
            long size = name.address() + SUN_SIZE;
            name.bytes().putInt(SUN_SIZE, SUN_SIZE);
            int told = libc.syscall(Syscall.GETSOCKNAME.on(architecture), opened, name.address(), size);
            Errors.check(told, "get the name of", what);
            // A NUL stands where people write an @.
            byte[] chosen = new byte[name.bytes().getInt(SUN_SIZE) - SUN_PATH - 1];
            name.bytes().get(SUN_PATH + 1, chosen);
            String address = "@" + new String(chosen, StandardCharsets.US_ASCII);
            return new PosixNotifySocket(libc, architecture, opened, address);
        } catch (OsException refused) {
            libc.close(opened);
            throw refused;
        }
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public @Nullable Datagram receive() throws OsException {
        try (NativeBlock memory = libc.allocate(TEXT + TEXT_SIZE)) {
            ByteBuffer bytes = memory.bytes();
            bytes.putLong(MSG_IOV, memory.address() + IOV).putLong(MSG_IOVLEN, 1);
            bytes.putLong(IOV, memory.address() + TEXT).putLong(IOV + Long.BYTES, TEXT_SIZE);
            bytes.putLong(MSG_CONTROL, memory.address() + CONTROL).putLong(MSG_CONTROLLEN, CONTROL_SIZE);
            int flags = MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
            int count;
            do {
                count = libc.syscall(Syscall.RECVMSG.on(architecture), descriptor, memory.address(), flags);
            } while (count == -Errno.EINTR);
            if (count == -Errno.EAGAIN) {
                return null;
            }
            Errors.check(count, "receive from", address);
            return datagram(bytes, count);
        }
    }

    private static Datagram datagram(ByteBuffer bytes, int count) {
        byte[] text = new byte[count];
        bytes.get(TEXT, text);
        boolean whole = (bytes.getInt(MSG_FLAGS) & (MSG_TRUNC | MSG_CTRUNC)) == 0;
        int pid = 0;
        int uid = -1;
        int[] descriptors = {};
        int end = CONTROL + (int) Math.min(CONTROL_SIZE, bytes.getLong(MSG_CONTROLLEN));
        int at = CONTROL;
        while (at + CMSG_DATA <= end) {
            long length = bytes.getLong(at);
            if (length < CMSG_DATA || at + length > end) {
                break;
            }
            int type = bytes.getInt(at + CMSG_LEVEL) == SOL_SOCKET ? bytes.getInt(at + CMSG_TYPE) : 0;
            if (type == SCM_CREDENTIALS && length >= CMSG_DATA + 3 * Integer.BYTES) {
                pid = bytes.getInt(at + CMSG_DATA);
                uid = bytes.getInt(at + CMSG_DATA + Integer.BYTES);
            } else if (type == SCM_RIGHTS) {
                descriptors = with(descriptors, bytes, at + CMSG_DATA, (int) (length - CMSG_DATA) / Integer.BYTES);
            }
            at += (int) (length + Long.BYTES - 1) & -Long.BYTES;
        }
        return new Datagram(pid, uid, text, whole, descriptors);
    }

    private static int[] with(int[] known, ByteBuffer bytes, int from, int count) {
        int[] all = Arrays.copyOf(known, known.length + count);
        for (int i = 0; i < count; i++) {
            all[known.length + i] = bytes.getInt(from + i * Integer.BYTES);
        }
        return all;
    }

    @Override
    public void close() {
        libc.close(descriptor);
    }
}
