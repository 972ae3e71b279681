package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.TlsFiles;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.http.listening.InetServer;
import org.supervisor4j.daemon.http.listening.ServerTls;
import org.supervisor4j.daemon.http.listening.SocketErrors;
import org.supervisor4j.daemon.http.listening.UnixServer;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.WallClock;
import org.supervisor4j.daemon.os.files.SafePaths;

/**
 * Tests whether servers could be opened: for a check, or while present ones, whose addresses count as free, are open.
 * Any thread that may wait for a disk or a name server.
 */
public final class NextServers {
    private static final int ANY_PORT = 0;

    private final List<HttpServerConfig> present;
    private final SafePaths paths;
    private final ActivityLog log;
    private final WallClock clock;

    /** @param present the servers that are open */
    public NextServers(List<HttpServerConfig> present, SafePaths paths, ActivityLog log, WallClock clock) {
        this.present = List.copyOf(present);
        this.paths = paths;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A server that could not be opened.
     *
     * @param reason in the words of a start
     * @param twin one before it that wants the same address; null if that is not the reason
     */
    public record Refusal(
            HttpServerConfig server,
            HttpStartException reason,
            @Nullable HttpServerConfig twin) {}

    /** Tries them all; in the end none is open. */
    public List<Refusal> refusals(List<HttpServerConfig> next) {
        List<Refusal> refusals = new ArrayList<>();
        List<ServerSocketChannel> bound = new ArrayList<>();
        try {
            for (int i = 0; i < next.size(); i++) {
                HttpServerConfig config = next.get(i);
                HttpServerConfig twin = null;
                try {
                    checkCertificate(config);
                    twin = twin(config, next.subList(0, i));
                    if (twin != null) {
                        throw HttpStartException.addressInUse();
                    }
                    open(config, bound);
                } catch (IOException | UnresolvedAddressException | HttpStartException e) {
                    refusals.add(
                            new Refusal(config, SocketErrors.toStartException(e).of(config), twin));
                }
            }
        } finally {
            bound.forEach(IO::close);
        }
        return refusals;
    }

    private static @Nullable HttpServerConfig twin(HttpServerConfig config, List<HttpServerConfig> before)
            throws IOException {
        for (HttpServerConfig other : before) {
            boolean same = config instanceof Inet inet
                    ? other instanceof Inet first && InetServer.collide(first, inet)
                    : isSame(other, (Unix) config);
            if (same) {
                return other;
            }
        }
        return null;
    }

    private void open(HttpServerConfig config, List<ServerSocketChannel> bound) throws IOException, HttpStartException {
        if (config instanceof Inet inet) {
            // A present server has the port; but the address may be none of this machine.
            bound.add(InetServer.bind(inet, isPortOfPresent(inet) ? ANY_PORT : inet.port()));
        } else if (config instanceof Unix unix && present.stream().noneMatch(other -> isSame(other, unix))) {
            UnixServer.check(unix, paths);
        }
    }

    private boolean isPortOfPresent(Inet config) {
        return present.stream().anyMatch(open -> open instanceof Inet inet && inet.port() == config.port());
    }

    private static boolean isSame(HttpServerConfig other, Unix unix) {
        return other instanceof Unix one && one.path().equals(unix.path());
    }

    private void checkCertificate(HttpServerConfig config) throws HttpStartException {
        TlsFiles files = config instanceof Inet inet ? inet.tls() : null;
        if (files != null) {
            var unused = new ServerTls((Inet) config, files, log, clock);
        }
    }
}
