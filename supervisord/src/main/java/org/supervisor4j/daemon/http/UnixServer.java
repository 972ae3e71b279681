package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;

/**
 * A {@code [unix_http_server]}. The socket is bound inside a folder that only we can enter, gets its owner and mode
 * there, and only then its name (a hard link, so that an existing name is never replaced unseen): nobody can connect to
 * it while it has another mode.
 */
final class UnixServer {
    private static final int SOCKET = 0140000;
    private static final int SYMLINK = 0120000;
    private static final int FILE_TYPE = 0170000;
    private static final int MAX_TRIES = 10;

    /** Of a {@code struct sockaddr_un} there are 108 bytes for the path and the NUL after it. */
    private static final int LONGEST_PATH = 107;

    private final Unix config;
    private final HttpServices services;
    private final Path path;
    private final Path folder;
    private final UnixDomainServerConnector connector;
    private @Nullable Object identity;

    /** Prepares a connector that binds, when it is started, where nobody else can reach it. */
    UnixServer(Unix config, HttpServices services, Server server, ConnectionFactory protocol) throws IOException {
        checkLength(config);
        this.config = config;
        this.services = services;
        this.path = Path.of(config.path());
        this.folder = privateFolder(path);
        this.connector = BoundedConnectors.unix(server, protocol);
        connector.setUnixDomainPath(folder.resolve("s"));
        connector.setAcceptQueueSize(InetServer.BACKLOG);
    }

    /** Whether one could be opened there; nothing is left behind. */
    static void check(Unix config) throws IOException, HttpStartException {
        checkLength(config);
        Path path = Path.of(config.path());
        Files.delete(privateFolder(path));
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (isListening(path)) {
                throw HttpStartException.addressInUse();
            }
            checkType(config, path);
        }
    }

    private static void checkLength(Unix config) throws IOException {
        if (config.path().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            // Linked it could be, but nobody could connect to it.
            throw new SocketException("Unix domain path too long");
        }
    }

    /** Beside the socket, for a hard link; with a short name, for the length of a socket's path is limited. */
    private static Path privateFolder(Path path) throws IOException {
        SecureRandom random = new SecureRandom();
        for (int tries = 1; ; tries++) {
            Path folder = path.resolveSibling("." + Integer.toString(random.nextInt(1 << 20), 36));
            try {
                return Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (tries == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    Unix config() {
        return config;
    }

    UnixDomainServerConnector connector() {
        return connector;
    }

    /**
     * Gives the bound socket its owner, its mode and its name.
     *
     * @throws HttpStartException if somebody listens there already, or something that is no socket has the name
     */
    void publish() throws IOException, HttpStartException {
        Path socket = connector.getUnixDomainPath();
        handOver(socket);
        // Before it has its name: whatever fails from now on, we know what is ours to remove.
        identity = identityOf(socket);
        link(socket);
        removeFolder();
    }

    /**
     * Where others can write the folder that the socket lies in, they can put a folder of theirs in place of our
     * private one, and a link to anything in that: so what is changed is held, and looked at, first.
     */
    private void handOver(Path socket) throws IOException, HttpStartException {
        int held = hold(socket);
        try {
            Path through = Path.of("/proc/self/fd/" + held);
            chown(through);
            // Last, because a change of the owner may take away bits of the mode.
            Files.setAttribute(through, "unix:mode", config.chmod());
        } finally {
            services.descriptors().close(held);
        }
    }

    private int hold(Path socket) throws IOException, HttpStartException {
        int held;
        try {
            held = services.descriptors().open(socket.toString(), OpenFlags.PATH | OpenFlags.NO_FOLLOW, 0);
        } catch (OsException e) {
            throw new IOException(e.errno().text(), e);
        }
        if (isOurs(held)) {
            return held;
        }
        services.descriptors().close(held);
        throw new HttpStartException("Cannot open an HTTP server: somebody has replaced the socket that was to become "
                + path + "; choose a folder for \"file\" in the [" + config.section()
                + "] section that nobody else can write");
    }

    private boolean isOurs(int held) {
        try {
            int mode = (int) Files.getAttribute(Path.of("/proc/self/fd/" + held), "unix:mode");
            FileStatus status = services.descriptors().status(held);
            return (mode & FILE_TYPE) == SOCKET
                    && status.uid() == services.users().effectiveUid()
                    && status.links() == 1;
        } catch (IOException | OsException e) {
            return false;
        }
    }

    private void chown(Path socket) throws IOException, HttpStartException {
        try {
            if (config.ownerUid() >= 0) {
                Files.setAttribute(socket, "unix:uid", config.ownerUid());
            }
            if (config.ownerGid() >= 0) {
                Files.setAttribute(socket, "unix:gid", config.ownerGid());
            }
        } catch (FileSystemException e) {
            if (!"Operation not permitted".equals(e.getReason())) {
                throw e;
            }
            int uid = services.users().effectiveUid();
            String name =
                    services.users().byUid(uid).map(account -> account.name()).orElse(Integer.toString(uid));
            // contract: http.py, supervisor_af_unix_http_server
            throw new HttpStartException("Not permitted to chown " + path + " to uid/gid (" + config.ownerUid() + ", "
                    + config.ownerGid() + "); adjust \"sockchown\" value in config file or on command line to values "
                    + "that the current user (" + name + ") can successfully chown");
        }
    }

    private void link(Path socket) throws IOException, HttpStartException {
        for (int tries = 1; ; tries++) {
            try {
                Files.createLink(path, socket);
                return;
            } catch (FileAlreadyExistsException e) {
                if (tries == MAX_TRIES || isListening(path)) {
                    throw HttpStartException.addressInUse();
                }
                removeStale();
            }
        }
    }

    /** Whoever accepts a connection is alive, whatever it would answer. */
    private static boolean isListening(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    /** Only sockets and links may have its name; one that is not there may, too. */
    private static void checkType(Unix config, Path path) throws IOException, HttpStartException {
        int type;
        try {
            type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_TYPE;
        } catch (NoSuchFileException e) {
            return;
        }
        if (type != SOCKET && type != SYMLINK) {
            throw new HttpStartException("Cannot open an HTTP server: " + path + " exists and is not a socket; "
                    + "remove it, or change \"file\" in the [" + config.section() + "] section");
        }
    }

    private void removeStale() throws IOException, HttpStartException {
        checkType(config, path);
        // contract: http.py, on stderr and not in the log
        services.stderr().accept("Unlinking stale socket " + path);
        Files.deleteIfExists(path);
    }

    /** Removes the socket's name, unless it has become somebody else's meanwhile. */
    void remove() {
        try {
            removeFolder();
            if (identity != null && identity.equals(identityOf(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody has removed it: all the better.
            return;
        } catch (IOException e) {
            services.log().warn("cannot remove the socket " + path + ": " + e.getMessage());
        }
    }

    private void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("s"));
        Files.deleteIfExists(folder);
    }

    private static Object identityOf(Path file) throws IOException {
        return Map.copyOf(Files.readAttributes(file, "unix:ino,dev", LinkOption.NOFOLLOW_LINKS));
    }
}
