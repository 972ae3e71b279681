package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.MessageSocket;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;

/** A connected datagram socket. */
final class PosixMessageSocket implements MessageSocket {
    static final String SYSTEM_LOG = "/dev/log";

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SUN_PATH = 2;
    private static final int CLOSED = -1;

    private final LibC libc;
    private final PosixDescriptors descriptors;
    private final String path;
    private int socket = CLOSED;

    /** @param path where the receiver listens: a file, or with an {@code @} in front an abstract name */
    PosixMessageSocket(LibC libc, PosixDescriptors descriptors, String path) {
        this.libc = libc;
        this.descriptors = descriptors;
        this.path = path;
    }

    @Override
    public boolean send(ByteBuffer message) throws OsException {
        boolean isNew = socket == CLOSED;
        if (isNew) {
            connect();
        }
        int result = libc.send(socket, message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (isGone(result) && !isNew) {
            // The receiver was restarted: its socket is another one now, under the same name.
            connect();
            result = libc.send(socket, message, MSG_DONTWAIT | MSG_NOSIGNAL);
        }
        if (result == -Errno.EAGAIN) {
            return false;
        }
        if (isGone(result)) {
            close();
        }
        Errors.check(result, "send to", path);
        message.position(message.limit());
        return true;
    }

    private static boolean isGone(int result) {
        return result == -Errno.ECONNREFUSED || result == -Errno.ENOTCONN || result == -Errno.ECONNRESET;
    }

    private void connect() throws OsException {
        close();
        int type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
        int opened = Errors.check(libc.socket(AF_UNIX, type, 0), "create", "a socket for " + path);
        int result;
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = path.startsWith("@");
        if (isAbstract) {
            name[0] = 0;
        }
        try (NativeBlock address = libc.allocate(SUN_PATH + name.length + 1)) {
            address.bytes().putShort(0, (short) AF_UNIX).put(SUN_PATH, name);
            result = libc.connect(opened, address.address(), SUN_PATH + name.length + (isAbstract ? 0 : 1));
        }
        if (result < 0) {
            descriptors.close(opened);
            throw Errors.exception(result, "connect to", path);
        }
        socket = opened;
    }

    @Override
    public int descriptor() {
        return socket;
    }

    @Override
    public void close() {
        if (socket != CLOSED) {
            descriptors.close(socket);
            socket = CLOSED;
        }
    }
}
