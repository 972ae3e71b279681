package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.supervisor4j.daemon.os.Connections;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;

/** Connections by way of libc. */
final class PosixConnections implements Connections {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int SOCK_CLOEXEC = 02000000;

    /** {@code struct sockaddr_in}: the family, the port, the address, padding. */
    private static final int SIN_ADDR = 4;

    private static final int SIN_SIZE = 16;

    /** {@code struct sockaddr_in6}: the family, the port, the flow, the address, the scope. */
    private static final int SIN6_ADDR = 8;

    private static final int SIN6_SIZE = 28;

    private static final int EISCONN = 106;
    private static final int EALREADY = 114;
    private static final int EINPROGRESS = 115;

    private final LibC libc;

    PosixConnections(LibC libc) {
        this.libc = libc;
    }

    @Override
    public int begin(byte[] address, int port) throws OsException {
        int family = address.length == Integer.BYTES ? AF_INET : AF_INET6;
        int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
        int socket = Errors.check(libc.socket(family, type, 0), "create a socket for", "port " + port);
        try {
            var unused = isConnected(socket, address, port);
            return socket;
        } catch (OsException refused) {
            libc.close(socket);
            throw refused;
        }
    }

    /** To connect once more tells what has become of the first time. */
    @Override
    public boolean isConnected(int descriptor, byte[] address, int port) throws OsException {
        boolean v4 = address.length == Integer.BYTES;
        int size = v4 ? SIN_SIZE : SIN6_SIZE;
        int result;
        try (NativeBlock place = libc.allocate(size)) {
            ByteBuffer bytes = place.bytes();
            bytes.putShort(0, (short) (v4 ? AF_INET : AF_INET6));
            bytes.order(ByteOrder.BIG_ENDIAN).putShort(Short.BYTES, (short) port);
            bytes.put(v4 ? SIN_ADDR : SIN6_ADDR, address);
            result = libc.connect(descriptor, place.address(), size);
        }
        if (result == -EINPROGRESS || result == -EALREADY) {
            return false;
        }
        if (result != -EISCONN) {
            Errors.check(result, "connect to", "port " + port);
        }
        return true;
    }
}
