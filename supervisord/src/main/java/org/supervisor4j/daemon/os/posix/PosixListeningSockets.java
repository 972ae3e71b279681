package org.supervisor4j.daemon.os.posix;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.supervisor4j.daemon.os.Descriptors.FileKind;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.ListeningSockets;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.daemon.os.posix.libc.NativeBlock;
import org.supervisor4j.daemon.os.posix.libc.NativeText;

/** Listening sockets by way of libc. Any thread. */
final class PosixListeningSockets implements ListeningSockets {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM_CLOEXEC = 1 | 02000000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;

    /** {@code struct sockaddr_un}: the family, then the path with its NUL. */
    private static final int SUN_PATH = 2;

    private static final int SUN_PATH_SIZE = 108;

    /** {@code struct sockaddr_in}: the family, the port, the address, padding. */
    private static final int SIN_ADDR = 4;

    private static final int SIN_SIZE = 16;

    /** {@code struct sockaddr_in6}: the family, the port, the flow, the address, the scope. */
    private static final int SIN6_ADDR = 8;

    private static final int SIN6_SIZE = 28;

    private static final int ENAMETOOLONG = 36;
    private static final int ENOTSOCK = 88;
    private static final Errno UNKNOWN_HOST = new Errno(-2, "EAI_NONAME", "Name or service not known");

    private final LibC libc;
    private final PosixDescriptors descriptors;
    private final SafePaths paths;

    PosixListeningSockets(LibC libc, PosixDescriptors descriptors, SafePaths paths) {
        this.libc = libc;
        this.descriptors = descriptors;
        this.paths = paths;
    }

    @Override
    public int listenUnix(String path, int backlog, int mode, int uid, int gid) throws OsException {
        byte[] text = NativeText.encode(path, "listen on", path, "the path");
        if (text.length >= SUN_PATH_SIZE) {
            throw new OsException("listen on", path, Errors.errno(ENAMETOOLONG));
        }
        try (Place place = hold(path)) {
            removeStale(place, path);
            byte[] name = NativeText.encode(place.address(), "listen on", path, "the path");
            int socket = open(AF_UNIX, path);
            boolean bound = false;
            try (NativeBlock address = libc.allocate(SUN_PATH + SUN_PATH_SIZE)) {
                if (name.length >= SUN_PATH_SIZE) {
                    throw new OsException("listen on", path, Errors.errno(ENAMETOOLONG));
                }
                address.bytes().putShort(0, (short) AF_UNIX).put(SUN_PATH, name);
                Errors.check(libc.bind(socket, address.address(), SUN_PATH + SUN_PATH_SIZE), "bind", path);
                bound = true;
                // Before it listens: nobody gets in with the permissions that the umask gave.
                handOver(place, path, mode, uid, gid);
                Errors.check(libc.listen(socket, backlog), "listen on", path);
                return socket;
            } catch (OsException e) {
                libc.close(socket);
                if (bound) {
                    // Nobody will ever listen on it.
                    place.unlink();
                }
                throw e;
            }
        }
    }

    private Place hold(String path) throws OsException {
        try {
            return paths.holdForSocket(path);
        } catch (OsException e) {
            throw new OsException("bind", path, e.errno());
        }
    }

    /** A socket of an earlier life, or a link; a file that has the name by mistake is somebody's. */
    private static void removeStale(Place place, String path) throws OsException {
        if (!place.exists()) {
            return;
        }
        FileKind kind = place.status().kind();
        if (kind != FileKind.SOCKET && kind != FileKind.LINK) {
            throw new OsException(
                    "listen on", path + " (it exists and is no socket; remove it)", Errors.errno(Errno.EEXIST));
        }
        place.unlink();
    }

    /**
     * Sets owner and mode of the socket's file. Where others can write the folder, its name may lead somewhere else by
     * now: so the file is held, looked at, and changed through what is held.
     */
    private void handOver(Place place, String path, int mode, int uid, int gid) throws OsException {
        int held = place.open(OpenFlags.PATH, 0);
        try (NativeBlock through = libc.string(("/proc/self/fd/" + held).getBytes(StandardCharsets.US_ASCII))) {
            FileStatus status = descriptors.status(held);
            if (status.kind() != FileKind.SOCKET || status.uid() != libc.geteuid()) {
                throw new OsException("hand over (someone has replaced it)", path, Errors.errno(ENOTSOCK));
            }
            if (uid != UNCHANGED || gid != UNCHANGED) {
                Errors.check(libc.chown(through.address(), uid, gid), "change the ownership of socket file", path);
            }
            // Last, because a change of the owner may take away bits of the mode.
            Errors.check(libc.chmod(through.address(), mode), "change the permissions of socket file", path);
        } finally {
            libc.close(held);
        }
    }

    @Override
    public String numericAddress(String host) throws OsException {
        try {
            return InetAddress.getByAddress(resolve(host)).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(host, impossible);
        }
    }

    @Override
    public int listenInet(String host, int port, int backlog) throws OsException {
        String name = host + ":" + port;
        byte[] number = resolve(host);
        boolean v4 = number.length == Integer.BYTES;
        int size = v4 ? SIN_SIZE : SIN6_SIZE;
        int socket = open(v4 ? AF_INET : AF_INET6, name);
        try (NativeBlock address = libc.allocate(size);
                NativeBlock on = libc.allocate(Integer.BYTES)) {
            on.bytes().putInt(0, 1);
            int reuse = libc.setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, on.address(), Integer.BYTES);
            Errors.check(reuse, "set SO_REUSEADDR for", name);
            ByteBuffer bytes = address.bytes();
            bytes.putShort(0, (short) (v4 ? AF_INET : AF_INET6));
            bytes.order(ByteOrder.BIG_ENDIAN).putShort(Short.BYTES, (short) port);
            bytes.put(v4 ? SIN_ADDR : SIN6_ADDR, number);
            Errors.check(libc.bind(socket, address.address(), size), "bind", name);
            Errors.check(libc.listen(socket, backlog), "listen on", name);
            return socket;
        } catch (OsException e) {
            libc.close(socket);
            throw e;
        }
    }

    /** Of a name with several addresses, the first of IPv4 if there is one: the original knows no other. */
    private static byte[] resolve(String host) throws OsException {
        if (host.isEmpty()) {
            return new byte[Integer.BYTES];
        }
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            for (InetAddress address : addresses) {
                if (address instanceof Inet4Address) {
                    return address.getAddress();
                }
            }
            return addresses[0].getAddress();
        } catch (UnknownHostException e) {
            throw new OsException("resolve", host, UNKNOWN_HOST);
        }
    }

    private int open(int family, String name) throws OsException {
        return Errors.check(libc.socket(family, SOCK_STREAM_CLOEXEC, 0), "create a socket for", name);
    }
}
