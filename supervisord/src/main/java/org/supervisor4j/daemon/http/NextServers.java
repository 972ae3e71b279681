package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
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
            for (HttpServerConfig config : next) {
                if (config instanceof Inet inet) {
                    checkCertificate(inet);
                    if (!isPresent(inet)) {
                        bound.add(InetServer.bind(inet));
                    }
                } else if (config instanceof Unix unix && !isPresent(unix)) {
                    UnixServer.check(unix, paths);
                }
            }
        } catch (IOException e) {
            throw SocketErrors.toStartException(e);
        } finally {
            bound.forEach(NextServers::close);
        }
    }

    private void checkCertificate(Inet config) throws HttpStartException {
        TlsFiles files = config.tls();
        if (files != null) {
            var unused = new TlsListener(config, files, log, clock);
        }
    }

    /** Whatever its host is called: an address of ours may be part of another one. */
    private boolean isPresent(Inet config) {
        return present.stream().anyMatch(open -> open instanceof Inet inet && inet.port() == config.port());
    }

    private boolean isPresent(Unix config) {
        return present.stream()
                .anyMatch(open -> open instanceof Unix unix && unix.path().equals(config.path()));
    }

    private static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
