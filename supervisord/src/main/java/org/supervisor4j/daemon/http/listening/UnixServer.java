package org.supervisor4j.daemon.http.listening;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.os.Descriptors.FileKind;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OpenFlags;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.Place;
import org.supervisor4j.daemon.os.files.SafePaths;

/**
 * A {@code [unix_http_server]}. The socket is bound inside a folder that only the daemon can enter, gets its owner and
 * mode there, and only then its name (a hard link, so that an existing name is never replaced unseen): nobody can
 * connect to it while it has another mode.
 */
public final class UnixServer {
    private static final int MAX_TRIES = 10;

    private final Unix config;
    private final HttpServices services;
    private final String path;
    private final UnixDomainServerConnector connector;

    /** The folder that the socket is made in, under the name that it has in the folder of the socket's path. */
    private final String folderName;

    /** The socket in that folder, which is held until the connector has stopped: it looks for its socket here. */
    private final Place socket;

    private boolean folderIsThere = true;
    private @Nullable FileStatus identity;

    /** Prepares a connector that binds, when it is started, where nobody else can reach it. */
    public UnixServer(Unix config, HttpServices services, Server server, ConnectionFactory protocol)
            throws IOException {
        checkLength(config);
        this.config = config;
        this.services = services;
        this.path = config.path();
        try (Place place = services.paths().holdForSocket(path)) {
            // Beside the socket, for a hard link.
            this.folderName = place.makeFolderBeside();
            this.socket = place.below(folderName);
        } catch (OsException e) {
            throw new IOException(e.errno().text(), e);
        }
        this.connector = BoundedConnectors.unix(server, protocol);
        connector.setUnixDomainPath(Path.of(socket.address()));
        connector.setAcceptQueueSize(InetServer.BACKLOG);
    }

    /** Whether one could be opened there; nothing is left behind. */
    public static void check(Unix config, SafePaths paths) throws IOException, HttpStartException {
        checkLength(config);
        try (Place place = paths.holdForSocket(config.path())) {
            place.removeFolderBeside(place.makeFolderBeside());
            if (place.exists()) {
                if (isListening(place)) {
                    throw HttpStartException.addressInUse();
                }
                checkKind(config, place);
            }
        } catch (OsException e) {
            throw new IOException(e.errno().text(), e);
        }
    }

    private static void checkLength(Unix config) throws IOException {
        if (config.path().getBytes(StandardCharsets.UTF_8).length > Place.LONGEST_ADDRESS) {
            // Linked it could be, but nobody could connect to it.
            throw new SocketException("Unix domain path too long");
        }
    }

    public Unix config() {
        return config;
    }

    public UnixDomainServerConnector connector() {
        return connector;
    }

    /**
     * Gives the bound socket its owner, its mode and its name.
     *
     * @throws HttpStartException if somebody listens there already, or something that is no socket has the name
     */
    public void publish() throws IOException, HttpStartException {
        try (Place place = services.paths().holdForSocket(path)) {
            int held = hold();
            try {
                handOver(held);
                // Before it has its name: whatever fails from now on, we know what is ours to remove.
                identity = services.descriptors().status(held);
            } finally {
                services.descriptors().close(held);
            }
            link(place);
            removeFolder(place);
        } catch (OsException e) {
            throw new IOException(e.errno().text(), e);
        }
    }

    /**
     * Where others can write the folder that the socket lies in, they can put something else in place of it: so what is
     * changed is held, and looked at, first.
     */
    private int hold() throws OsException, HttpStartException {
        int held = socket.open(OpenFlags.PATH, 0);
        FileStatus status = services.descriptors().status(held);
        if (status.kind() == FileKind.SOCKET && services.paths().isOurs(status.uid()) && status.links() == 1) {
            return held;
        }
        services.descriptors().close(held);
        throw new HttpStartException("Cannot open an HTTP server: somebody has replaced the socket that was to become "
                + path + "; choose a folder for \"file\" in the [" + config.section()
                + "] section that nobody else can write");
    }

    private void handOver(int held) throws IOException, HttpStartException {
        Path through = Path.of("/proc/self/fd/" + held);
        chown(through);
        // Last, because a change of the owner may take away bits of the mode.
        Files.setAttribute(through, "unix:mode", config.chmod());
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

    private void link(Place place) throws OsException, HttpStartException {
        for (int tries = 1; ; tries++) {
            try {
                place.linkFrom(socket);
                return;
            } catch (OsException e) {
                if (!e.errno().is(Errno.EEXIST)) {
                    throw e;
                }
                if (tries == MAX_TRIES || isListening(place)) {
                    throw HttpStartException.addressInUse();
                }
                removeStale(place);
            }
        }
    }

    /** A server that accepts a connection is alive, whatever it would answer. */
    private static boolean isListening(Place place) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(place.address()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Only sockets and links may have its name. */
    private static void checkKind(Unix config, Place place) throws OsException, HttpStartException {
        FileKind kind = place.status().kind();
        if (kind == FileKind.FOLDER) {
            throw new HttpStartException("Cannot open an HTTP server: " + config.path()
                    + " is a folder; give \"file\" in the [" + config.section() + "] section the name of a socket");
        }
        if (kind != FileKind.SOCKET && kind != FileKind.LINK) {
            throw new HttpStartException(
                    "Cannot open an HTTP server: " + config.path() + " exists and is not a socket; "
                            + "remove it, or change \"file\" in the [" + config.section() + "] section");
        }
    }

    private void removeStale(Place place) throws OsException, HttpStartException {
        checkKind(config, place);
        // contract: http.py, on stderr and not in the log
        services.stderr().accept("Unlinking stale socket " + path);
        place.unlink();
    }

    /** Removes the socket's name, unless it has become somebody else's meanwhile. */
    public void remove() {
        try (Place place = services.paths().holdForSocket(path)) {
            removeFolder(place);
            if (identity != null && identity.isSameFile(place.status())) {
                place.unlink();
            }
        } catch (OsException e) {
            // Somebody may have removed it: all the better.
            if (!e.errno().is(Errno.ENOENT)) {
                services.log().warn("cannot remove the socket " + path + ": " + e.getMessage());
            }
        }
    }

    private void removeFolder(Place place) throws OsException {
        if (folderIsThere) {
            folderIsThere = false;
            if (socket.exists()) {
                socket.unlink();
            }
            place.removeFolderBeside(folderName);
        }
    }

    /** Lets the folder go, once the connector has stopped. */
    public void close() {
        socket.close();
    }
}
