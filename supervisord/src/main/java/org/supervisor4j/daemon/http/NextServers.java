package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.TlsFiles;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.SafePaths;
import org.supervisor4j.daemon.os.WallClock;

/**
 * Whether servers could be opened, found out while others of ours are open. What those hold is taken for free. Any
 * thread that may wait for a disk or a name server.
 */
public final class NextServers {
    private static final int ANY_PORT = 0;

    private final List<HttpServerConfig> present;
    private final SafePaths paths;
    private final ActivityLog log;
    private final WallClock clock;

    /** @param present those that are open */
    public NextServers(List<HttpServerConfig> present, SafePaths paths, ActivityLog log, WallClock clock) {
        this.present = List.copyOf(present);
        this.paths = paths;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Tries them all; in the end none is open.
     *
     * @throws HttpStartException for the first that could not be opened, in the words of a start
     */
    public void check(List<HttpServerConfig> next) throws HttpStartException {
        List<ServerSocketChannel> bound = new ArrayList<>();
        try {
            for (int i = 0; i < next.size(); i++) {
                check(next.get(i), next.subList(0, i), bound);
            }
        } finally {
            bound.forEach(NextServers::close);
        }
    }

    private void check(HttpServerConfig config, List<HttpServerConfig> before, List<ServerSocketChannel> bound)
            throws HttpStartException {
        try {
            if (config instanceof Inet inet) {
                checkCertificate(inet);
                for (HttpServerConfig other : before) {
                    if (other instanceof Inet first && InetServer.collide(first, inet)) {
                        throw HttpStartException.addressInUse();
                    }
                }
                // A port of ours is taken by us; but the address may be none of this machine.
                bound.add(InetServer.bind(inet, isOurs(inet) ? ANY_PORT : inet.port()));
            } else if (config instanceof Unix unix) {
                if (before.stream().anyMatch(other -> isSame(other, unix))) {
                    throw HttpStartException.addressInUse();
                } else if (present.stream().noneMatch(other -> isSame(other, unix))) {
                    UnixServer.check(unix, paths);
                }
            }
        } catch (IOException | UnresolvedAddressException | HttpStartException e) {
            throw SocketErrors.toStartException(e).of(config);
        }
    }

    private boolean isOurs(Inet config) {
        return present.stream().anyMatch(open -> open instanceof Inet inet && inet.port() == config.port());
    }

    private static boolean isSame(HttpServerConfig other, Unix unix) {
        return other instanceof Unix one && one.path().equals(unix.path());
    }

    private void checkCertificate(Inet config) throws HttpStartException {
        TlsFiles files = config.tls();
        if (files != null) {
            var unused = new TlsListener(config, files, log, clock);
        }
    }

    private static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
