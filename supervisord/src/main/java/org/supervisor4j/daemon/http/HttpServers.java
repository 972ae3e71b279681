package org.supervisor4j.daemon.http;

import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.supervisor4j.api.Supervisor4jApi;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.TlsFiles;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.http.follow.LogFollowers;
import org.supervisor4j.daemon.http.follow.OpenLogs;
import org.supervisor4j.daemon.http.listening.ConnectionLimit;
import org.supervisor4j.daemon.http.listening.HttpServices;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.http.listening.InetServer;
import org.supervisor4j.daemon.http.listening.JettySettings;
import org.supervisor4j.daemon.http.listening.LenientConnectionFactory;
import org.supervisor4j.daemon.http.listening.ServerPolicy;
import org.supervisor4j.daemon.http.listening.ServerShare;
import org.supervisor4j.daemon.http.listening.ServerTls;
import org.supervisor4j.daemon.http.listening.SocketErrors;
import org.supervisor4j.daemon.http.listening.UnixServer;
import org.supervisor4j.daemon.http.routes.AccessLog;
import org.supervisor4j.daemon.http.routes.AssetHandler;
import org.supervisor4j.daemon.http.routes.ForeignRefusal;
import org.supervisor4j.daemon.http.routes.InFlight;
import org.supervisor4j.daemon.http.routes.LiveHandler;
import org.supervisor4j.daemon.http.routes.LogFileHandler;
import org.supervisor4j.daemon.http.routes.LogTailHandler;
import org.supervisor4j.daemon.http.routes.MetricsHandler;
import org.supervisor4j.daemon.http.routes.PageHandler;
import org.supervisor4j.daemon.http.routes.ProbeHandler;
import org.supervisor4j.daemon.http.routes.SiteHandler;
import org.supervisor4j.daemon.http.routes.XmlRpcHandler;
import org.supervisor4j.daemon.rpc.RpcExtension;
import org.supervisor4j.daemon.rpc.RpcInterfaceException;
import org.supervisor4j.daemon.rpc.RpcRouter;
import org.supervisor4j.daemon.web.LiveFeed;
import org.supervisor4j.daemon.web.OccasionalThread;
import org.supervisor4j.daemon.web.WebPages;
import org.supervisor4j.model.LogLevel;
import org.supervisor4j.model.Role;

/** All HTTP servers of the daemon, from the moment they are open until they are closed. */
public final class HttpServers implements AutoCloseable {
    /** How long answers that are on their way may take at the end, in milliseconds. */
    private static final long FAREWELL_MILLIS = 1000;

    private final HttpServices services;
    private final Server jetty;
    private final InFlight inFlight = new InFlight();
    private final LogFollowers followers = new LogFollowers();
    private final OccasionalThread large = new OccasionalThread("http-large");
    private final LiveFeed live;
    private final MetricsHandler metrics;
    private final List<InetServer> inetServers = new ArrayList<>();
    private final List<UnixServer> unixServers = new ArrayList<>();
    private final List<ServerTls> tlsServers = new ArrayList<>();
    private final Set<Role> roles = EnumSet.noneOf(Role.class);

    private HttpServers(HttpServices services, int count) {
        this.services = services;
        this.jetty = JettySettings.newServer(count);
        this.metrics = new MetricsHandler(services.monitor(), services.log());
        this.live = new LiveFeed(services.view(), services.processes(), services.clock(), services.monotonic());
    }

    /**
     * Opens all servers, the inet ones first, each kind in the given order, and serves them from then on.
     *
     * @param configs may be empty: then nothing is opened, and no RPC interface is looked at
     * @throws HttpStartException if one can't be opened; then none is
     */
    public static HttpServers open(
            List<HttpServerConfig> configs, List<RpcInterfaceConfig> rpcInterfaces, HttpServices services)
            throws HttpStartException {
        HttpServers servers = new HttpServers(services, configs.size());
        try {
            servers.bind(configs, rpcInterfaces);
            return servers;
        } catch (HttpStartException | IOException e) {
            servers.close();
            throw SocketErrors.toStartException(e);
        }
    }

    private void bind(List<HttpServerConfig> configs, List<RpcInterfaceConfig> rpcInterfaces)
            throws IOException, HttpStartException {
        if (configs.isEmpty()) {
            return;
        }
        LenientConnectionFactory protocol = new LenientConnectionFactory(JettySettings.configuration());
        List<RpcExtension> extensions = extensions(rpcInterfaces);
        for (HttpServerConfig config : configs) {
            if (config instanceof Inet) {
                add(connector(config, protocol), config, configs.size());
                announce(config, extensions);
            }
        }
        for (HttpServerConfig config : configs) {
            if (config instanceof Unix) {
                add(connector(config, protocol), config, configs.size());
            }
        }
        start(extensions);
        for (UnixServer server : unixServers) {
            server.publish();
            announce(server.config(), extensions);
        }
    }

    private AbstractConnector connector(HttpServerConfig config, ConnectionFactory protocol) throws HttpStartException {
        try {
            if (config instanceof Inet inet) {
                InetServer server = new InetServer(inet, jetty, protocols(inet, protocol));
                inetServers.add(server);
                return server.connector();
            }
            UnixServer server = new UnixServer((Unix) config, services, jetty, protocol);
            unixServers.add(server);
            return server.connector();
        } catch (IOException | UnresolvedAddressException refused) {
            throw SocketErrors.toStartException(refused).of(config);
        }
    }

    private ConnectionFactory[] protocols(Inet config, ConnectionFactory http) throws HttpStartException {
        TlsFiles files = config.tls();
        if (files == null) {
            return new ConnectionFactory[] {http};
        }
        ServerTls tls = new ServerTls(config, files, services.log(), services.clock());
        tlsServers.add(tls);
        return new ConnectionFactory[] {tls.factory(http.getProtocol()), http};
    }

    private void add(AbstractConnector connector, HttpServerConfig config, int servers) {
        ServerShare share = new ServerShare(services, servers);
        JettySettings.limit(connector, share);
        ServerPolicy.attach(config, services.nodeName(), connector, share);
        jetty.addConnector(connector);
        roles.add(config.role());
    }

    /** Writes the log lines of a server that is open, in the reference's order. */
    private void announce(HttpServerConfig config, List<RpcExtension> extensions) {
        if (config.offer() != HttpServerConfig.Offer.ALL) {
            return; // There is nothing to call, nor a login that could be missing.
        }
        if (services.log().isEnabled(LogLevel.TRACE)) {
            services.log().trace(banner(config)); // the names of days and months take Java some 15 ms to find
        }
        for (RpcExtension extension : extensions) {
            services.log().info("RPC interface '" + extension.namespace() + "' initialized");
        }
        if (config.login() == null) {
            services.log()
                    .critical("Server '" + config.section() + "' running without any HTTP authentication checking");
        }
    }

    private List<RpcExtension> extensions(List<RpcInterfaceConfig> rpcInterfaces) throws HttpStartException {
        try {
            return services.interfaces().create(rpcInterfaces);
        } catch (RpcInterfaceException e) {
            services.log().warn(e.detail());
            throw new HttpStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private String banner(HttpServerConfig config) {
        String address = config instanceof Inet inet ? String.valueOf(inet.host()) : ((Unix) config).path();
        String port = config instanceof Inet inet ? String.valueOf(inet.port()) : address;
        String host = config instanceof Inet ? address : "<unix domain socket>";
        String time = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
                .format(localTime());
        return address + ":supervisor4j started at " + time + "\n\tHostname: " + host + "\n\tPort:" + port;
    }

    private void start(List<RpcExtension> extensions) throws IOException {
        Executor executor = jetty.getThreadPool();
        Map<Role, RpcRouter> routers = new EnumMap<>(Role.class);
        roles.forEach(role -> routers.put(role, new RpcRouter(callable(extensions), role, executor)));
        ForeignRefusal foreign = new ForeignRefusal(services.log(), services.monotonic());
        XmlRpcHandler rpc = new XmlRpcHandler(
                routers, foreign, large, services.log(), services.monitor().calls(), services.monotonic());
        jetty.setHandler(new SiteHandler(routes(rpc, foreign, executor), foreign, inFlight, services.log()));
        if (services.log().isEnabled(LogLevel.TRACE)) {
            jetty.setRequestLog(new AccessLog(services.log(), services.clock()));
        }
        try {
            jetty.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * An interface that is configured comes with the methods of supervisor4j; without one, no calls are wanted at all.
     */
    private List<RpcExtension> callable(List<RpcExtension> configured) {
        List<RpcExtension> all = new ArrayList<>(configured);
        if (!configured.isEmpty()) {
            all.add(0, new RpcExtension(Supervisor4jApi.NAMESPACE, Supervisor4jApi.class, services.additions()));
        }
        return all;
    }

    private SiteHandler.Routes routes(XmlRpcHandler rpc, ForeignRefusal foreign, Executor executor) {
        OpenLogs logs = new OpenLogs(services.descriptors(), services.paths(), services.starts());
        WebPages pages = new WebPages(
                services.supervisor(),
                services.additions(),
                services.view(),
                services.nodeName(),
                executor,
                this::localTime);
        return new SiteHandler.Routes(
                rpc,
                new LogTailHandler(services.logs(), followers, logs),
                new LiveHandler(live, foreign),
                new LogFileHandler(services.logs(), logs),
                new PageHandler(pages, foreign, large, services.log()),
                new AssetHandler(),
                new ProbeHandler(services.monitor()),
                metrics);
    }

    private ZonedDateTime localTime() {
        return Instant.ofEpochMilli(services.clock().millis()).atZone(ZoneId.systemDefault());
    }

    /** Reads all certificates anew, for connections from now on. Any thread; what it does is done on another. */
    public void reloadCertificates() {
        tlsServers.forEach(tls -> jetty.getThreadPool().execute(tls::reload));
    }

    /** The TCP ports that are served, in order; for a configured port 0 the one that the system chose. */
    public List<Integer> ports() {
        return inetServers.stream()
                .map(server -> server.connector().getLocalPort())
                .toList();
    }

    /**
     * Stops listening, ends the tails and the pages' feeds, lets answers out that are on their way (for a second at
     * most), closes all connections. Never throws; what can't be closed cleanly is logged.
     */
    @Override
    public void close() {
        unixServers.forEach(UnixServer::remove);
        try {
            for (InetServer server : inetServers) {
                server.close();
            }
            followers.close();
            live.close();
            metrics.end();
            inFlight.await(FAREWELL_MILLIS);
            jetty.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            services.log().warn("an HTTP server could not be closed cleanly: " + e);
        } finally {
            for (Connector connector : jetty.getConnectors()) {
                ((AbstractConnector) connector).getBean(ConnectionLimit.class).end();
            }
            unixServers.forEach(UnixServer::close);
        }
    }
}
