package org.supervisor4j.daemon.process;

import java.util.Optional;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.config.GroupConfig.SocketConfig;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.ListeningSockets;
import org.supervisor4j.daemon.os.OsException;

/**
 * The listening socket that the processes of a FastCGI group share as their descriptor 0. It is open as long as at
 * least one of them has a child or is about to get one, and made anew for the first one after that.
 *
 * <p>Made on any thread that may wait for a name server, then on the control loop only.
 */
// contract: socket_manager.py, SocketManager
public final class FcgiSocket {
    /** The most that Linux takes; the administrator may have set less. */
    private static final int LONGEST_BACKLOG = 4096;

    private final SocketConfig config;
    private final String address;
    private final ListeningSockets sockets;
    private final Descriptors descriptors;
    private final ActivityLog log;

    private int holders;
    private int descriptor;

    private FcgiSocket(
            SocketConfig config, String address, ListeningSockets sockets, Descriptors descriptors, ActivityLog log) {
        this.config = config;
        this.address = address;
        this.sockets = sockets;
        this.descriptors = descriptors;
        this.log = log;
    }

    /** Makes the sockets of groups. */
    public record Factory(ListeningSockets sockets, Descriptors descriptors, ActivityLog log) {
        /**
         * The group's socket, closed, but opened once to see that it can be. Looks up the host's name, which is not
         * done again, so it may wait.
         *
         * @return empty for a group that is none of FastCGI
         */
        public Optional<FcgiSocket> of(GroupConfig group) throws FcgiSocketException {
            if (!(group instanceof GroupConfig.FcgiGroup fcgi)) {
                return Optional.empty();
            }
            SocketConfig config = fcgi.socket();
            try {
                FcgiSocket socket = new FcgiSocket(config, address(config), sockets, descriptors, log);
                socket.acquire();
                socket.release();
                return Optional.of(socket);
            } catch (OsException refused) {
                throw new FcgiSocketException(config.url(), refused);
            }
        }

        private String address(SocketConfig config) throws OsException {
            if (config instanceof SocketConfig.Inet inet) {
                String host = inet.host();
                return sockets.numericAddress(host == null ? "" : host);
            }
            return "";
        }
    }

    /**
     * Holds it open until {@link #release}.
     *
     * @return its descriptor, which stays this object's
     */
    int acquire() throws FcgiSocketException {
        if (holders == 0) {
            log.info("Creating socket " + config.url());
            try {
                descriptor = listen();
            } catch (OsException refused) {
                throw new FcgiSocketException(config.url(), refused);
            }
        }
        holders++;
        return descriptor;
    }

    private int listen() throws OsException {
        int backlog = config.backlog().orElse(LONGEST_BACKLOG);
        if (config instanceof SocketConfig.Unix unix) {
            return sockets.listenUnix(unix.path(), backlog, unix.mode(), unix.ownerUid(), unix.ownerGid());
        } else if (config instanceof SocketConfig.Inet inet) {
            return sockets.listenInet(address, inet.port(), backlog);
        }
        throw new AssertionError(config);
    }

    /** Once for each {@link #acquire}. */
    void release() {
        if (holders == 0) {
            throw new IllegalStateException("nobody holds " + config.url());
        }
        holders--;
        if (holders == 0) {
            log.info("Closing socket " + config.url());
            descriptors.close(descriptor);
        }
    }
}
