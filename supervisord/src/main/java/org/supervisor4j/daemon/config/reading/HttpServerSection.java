package org.supervisor4j.daemon.config.reading;

import static org.supervisor4j.daemon.config.Key.key;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.config.HttpServerConfig.TlsFiles;
import org.supervisor4j.daemon.config.Key;
import org.supervisor4j.daemon.config.ValueKind;
import org.supervisor4j.daemon.config.ValueKind.Owner;
import org.supervisor4j.daemon.values.ServerAddress;
import org.supervisor4j.ini.Expansion;
import org.supervisor4j.ini.IniSection;
import org.supervisor4j.ini.PythonWhitespace;
import org.supervisor4j.model.Role;

/**
 * {@code [inet_http_server]}, {@code [health_http_server]} and {@code [unix_http_server]}: every section whose name
 * begins so.
 */
public final class HttpServerSection {
    public static final String INET = "inet_http_server";
    public static final String HEALTH = "health_http_server";
    public static final String UNIX = "unix_http_server";

    static final Key<String> USERNAME = key("username", ValueKind.STRING);
    static final Key<String> PASSWORD = key("password", ValueKind.STRING);
    public static final Key<ServerAddress> PORT = key("port", ValueKind.ADDRESS);
    static final Key<String> FILE = key("file", ValueKind.STRING);
    static final Key<Owner> CHOWN = key("chown", ValueKind.OWNER.replacingMessage("Invalid sockchown value "));
    static final Key<Integer> CHMOD = key("chmod", ValueKind.OCTAL.replacingMessage("Invalid chmod value "), "0700");
    static final Key<Role> ROLE = key("role", ValueKind.ROLE, "control");
    static final Key<String> CERTFILE = key("certfile", ValueKind.STRING);
    static final Key<String> KEYFILE = key("keyfile", ValueKind.STRING);
    static final Key<String> CLIENT_CAFILE = key("client_cafile", ValueKind.STRING);
    static final Key<List<String>> SERVER_NAMES = key("server_names", ValueKind.LIST, "");
    public static final List<Key<?>> ALL_INET =
            List.of(USERNAME, PASSWORD, PORT, ROLE, CERTFILE, KEYFILE, CLIENT_CAFILE, SERVER_NAMES);
    static final Key<Boolean> METRICS = key("metrics", ValueKind.BOOLEAN, "false");
    public static final List<Key<?>> ALL_HEALTH = List.of(PORT, METRICS);
    public static final List<Key<?>> ALL_UNIX = List.of(FILE, USERNAME, PASSWORD, CHOWN, CHMOD, ROLE);

    private final ParseRun run;
    private final IniSection section;
    private final SectionReader keys;
    /** Without {@code here}: only {@code file} knows it. */
    private final Expansion scope;

    private HttpServerSection(ParseRun run, IniSection section) {
        this.run = run;
        this.section = section;
        this.keys = run.reader(section);
        this.scope = run.environment();
    }

    /** All inet servers in file order, then those for probes, then all unix ones. */
    static List<HttpServerConfig> all(ParseRun run) {
        List<HttpServerConfig> servers = new ArrayList<>();
        for (String kind : List.of(INET, HEALTH, UNIX)) {
            for (IniSection section : run.document().startingWith(kind)) {
                HttpServerSection reader = new HttpServerSection(run, section);
                HttpServerConfig server =
                        switch (kind) {
                            case INET -> reader.inet();
                            case HEALTH -> reader.health();
                            default -> reader.unix();
                        };
                if (server != null) {
                    servers.add(server);
                }
            }
        }
        return servers;
    }

    /** What children are told: the first unix server, else the last inet one; null without any. */
    static @Nullable String serverUrl(List<HttpServerConfig> servers) {
        String url = null;
        for (HttpServerConfig server : servers) {
            if (server instanceof HttpServerConfig.Unix unix) {
                return "unix://" + unix.path();
            }
            if (server instanceof HttpServerConfig.Inet inet && inet.offer() == HttpServerConfig.Offer.ALL) {
                url = (inet.tls() == null ? "http://" : "https://") + (inet.host() == null ? "localhost" : inet.host())
                        + ":" + inet.port();
            }
        }
        return url;
    }

    private @Nullable HttpServerConfig inet() {
        Login login = login();
        ServerAddress address = keys.find(PORT, scope);
        Role role = keys.read(ROLE, scope);
        TlsFiles tls = tls();
        List<String> serverNames = keys.read(SERVER_NAMES, scope);
        if (address == null) {
            requirePort();
            return null;
        }
        return new HttpServerConfig.Inet(section.name(), host(address), address.port(), login, role, tls, serverNames);
    }

    private @Nullable HttpServerConfig health() {
        ServerAddress address = keys.find(PORT, scope);
        boolean metrics = keys.read(METRICS, scope);
        if (address == null) {
            requirePort();
            return null;
        }
        return HttpServerConfig.Inet.ofProbes(section.name(), host(address), address.port(), metrics);
    }

    private void requirePort() {
        if (keys.raw(PORT) == null) {
            keys.problem("section [" + section.name() + "] has no port value");
        }
    }

    /** Null for all interfaces. */
    private static @Nullable String host(ServerAddress address) {
        return address.host().isEmpty() ? null : address.host();
    }

    private @Nullable HttpServerConfig unix() {
        String file = keys.find(FILE, scope.with("here", run.here()));
        if (file == null && keys.raw(FILE) == null) {
            keys.problem("section [" + section.name() + "] has no file value");
        }
        Login login = login();
        Owner owner = keys.find(CHOWN, scope);
        int mode = keys.read(CHMOD, scope);
        Role role = keys.read(ROLE, scope);
        if (file == null) {
            return null;
        }
        Owner actual = owner == null ? Owner.UNCHANGED : owner;
        String path = run.lookups().normalized(PythonWhitespace.strip(file));
        return new HttpServerConfig.Unix(section.name(), path, mode, actual.uid(), actual.gid(), login, role);
    }

    private @Nullable TlsFiles tls() {
        String certfile = path(CERTFILE);
        String keyfile = path(KEYFILE);
        String clientCafile = path(CLIENT_CAFILE);
        if (certfile != null && keyfile != null) {
            return new TlsFiles(certfile, keyfile, clientCafile);
        }
        if (certfile != null || keyfile != null || clientCafile != null) {
            keys.problem("section [" + section.name() + "] needs both certfile and keyfile for TLS, and client_cafile"
                    + " only beside them");
        }
        return null;
    }

    private @Nullable String path(Key<String> option) {
        String path = keys.find(option, scope.with("here", run.here()));
        return path == null ? null : run.lookups().normalized(PythonWhitespace.strip(path));
    }

    /**
     * A login is both or none. A user name that is empty beside a password is no login either: with the original it
     * leaves the server open to all, which is never what somebody who sets a password means.
     */
    private @Nullable Login login() {
        String username = keys.find(USERNAME, scope);
        String password = keys.find(PASSWORD, scope);
        String incomplete = "Section [" + section.name()
                + "] contains incomplete authentication: If a username or a password is specified, both the"
                + " username and password must be specified";
        if ((keys.raw(USERNAME) == null) != (keys.raw(PASSWORD) == null)) {
            keys.problem(incomplete);
        }
        if (username == null || password == null) {
            return null;
        }
        if (username.isEmpty() && !password.isEmpty()) {
            keys.problem(
                    USERNAME,
                    incomplete
                            + "; username is empty here (name a user, or leave out both for a server that asks for no"
                            + " login)");
        }
        if (run.checking() && password.isEmpty()) {
            // The value may come from the environment, and be empty only here.
            keys.warning(
                    username.isEmpty() ? USERNAME : PASSWORD,
                    username.isEmpty()
                            ? "username is empty, so [" + section.name() + "] asks for no login at all"
                            : "password is empty: whoever knows the username gets in");
        }
        return username.isEmpty() ? null : new Login(username, password);
    }
}
