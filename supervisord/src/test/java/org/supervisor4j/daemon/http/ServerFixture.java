package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.http.follow.LogLocator;
import org.supervisor4j.daemon.http.listening.HttpServices;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.monitoring.FakeMonitor;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;
import org.supervisor4j.daemon.os.posix.PosixSystem;
import org.supervisor4j.daemon.rpc.FakeDaemonView;
import org.supervisor4j.daemon.rpc.FakeSupervision;
import org.supervisor4j.daemon.rpc.FakeSupervisor4jApi;
import org.supervisor4j.daemon.rpc.FakeSupervisorApi;
import org.supervisor4j.daemon.rpc.RpcInterfaces;
import org.supervisor4j.model.Namespec;
import org.supervisor4j.model.Role;
import org.supervisor4j.plugin.PluginFolder;

/** Real servers on a port and a socket of their own, over a supervisor that is a fake. */
public final class ServerFixture implements AutoCloseable {
    static final RpcInterfaceConfig MAIN_INTERFACE =
            new RpcInterfaceConfig("supervisor", RpcInterfaceConfig.BUILT_IN, Map.of());

    public final FakeSupervisorApi api = new FakeSupervisorApi();
    final FakeDaemonView view = new FakeDaemonView();
    final FakeMonitor monitor = new FakeMonitor();
    public final RecordingLog log = new RecordingLog();
    public final List<String> stderr = new CopyOnWriteArrayList<>();
    final Map<String, Path> logs = new ConcurrentHashMap<>();
    private @Nullable HttpServers servers;

    public ServerFixture open(HttpServerConfig... configs) throws HttpStartException {
        servers = HttpServers.open(List.of(configs), List.of(MAIN_INTERFACE), services());
        return this;
    }

    /** One server on a port of the system's choice. */
    ServerFixture openInet() throws HttpStartException {
        return open(inet(null));
    }

    public static Inet inet(@Nullable Login login) {
        return new Inet("inet_http_server", "127.0.0.1", 0, login, Role.CONTROL, null, List.of());
    }

    public static Unix unix(Path path, int chmod) {
        return new Unix("unix_http_server", path.toString(), chmod, -1, -1, null, Role.CONTROL);
    }

    public HttpServices services() {
        try {
            PosixSystem system = PosixSystem.open();
            return new HttpServices(
                    api,
                    new FakeSupervisor4jApi(),
                    view,
                    monitor,
                    new RpcInterfaces(new FakeSupervision(api), new PluginFolder(null, 0)),
                    locator(),
                    log,
                    () -> 1_795_247_295_000L,
                    system.monotonic(),
                    system.users(),
                    system.descriptors(),
                    system.paths(),
                    system.logStarts(),
                    "box",
                    system.processes(),
                    system.limits(),
                    stderr::add);
        } catch (UnsupportedPlatformException e) {
            throw new IllegalStateException(e);
        }
    }

    private LogLocator locator() {
        return new LogLocator() {
            @Override
            public Optional<Path> processLog(Namespec name, LogLocator.ChannelName channel) {
                return Optional.ofNullable(logs.get(name + " " + channel));
            }

            @Override
            public Optional<Path> mainLog() {
                return Optional.ofNullable(logs.get("main"));
            }
        };
    }

    public HttpServers servers() {
        if (servers == null) {
            throw new IllegalStateException("open a server first");
        }
        return servers;
    }

    public RawClient client() throws IOException {
        return RawClient.tcp(servers().ports().get(0));
    }

    public RawClient.Answer ask(String request) throws IOException {
        try (RawClient client = client()) {
            return client.ask(request);
        }
    }

    /** A port that nobody listens on, right now. */
    static int freePort() {
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return ((InetSocketAddress) probe.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (servers != null) {
            servers.close();
        }
    }
}
