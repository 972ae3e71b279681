package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers of Debian's that say when they are ready, and one that is asked. */
class RealServersIT {
    private Sandbox sandbox;
    private int port;

    @BeforeEach
    void open() throws IOException {
        sandbox = Sandbox.empty();
        port = Sandbox.freePort();
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
    }

    private Daemon start(String program) throws IOException {
        Path configuration = sandbox.write(
                Configuration.FILE,
                Configuration.with("[program:server]\n" + program.replace("PORT", Integer.toString(port))));
        return Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private void comesUpAndStops(Daemon daemon) {
        daemon.rpc().awaitState("server", "RUNNING");
        assertThat(HealthIT.health(daemon, "server", "ready")).isEqualTo("1");
        assertThat(sandbox.read(Configuration.LOG)).contains("process is ready (ready)");
        daemon.rpc().call("supervisor.stopProcess", "server");
        daemon.rpc().awaitState("server", "STOPPED");
        assertThat(sandbox.read(Configuration.LOG)).doesNotContain("ignored a notification");
    }

    @Test
    void redis() throws IOException {
        Needed.file("/usr/bin/redis-server");
        try (Daemon daemon = start("""
                command=redis-server --port PORT --bind 127.0.0.1 --dir %(here)s --supervised systemd
                ready=notify
                healthcheck=tcp://127.0.0.1:PORT
                """)) {
            daemon.rpc().awaitState("server", "RUNNING");

            assertThat(accepts()).isTrue();
            assertThat(HealthIT.health(daemon, "server", "status")).containsIgnoringCase("ready");
            assertThat(HealthIT.health(daemon, "server", "health")).isEqualTo("healthy");
            comesUpAndStops(daemon);
        }
    }

    @Test
    void haproxyWhoseFirstWordIsThatItReloads() throws IOException {
        Needed.file("/usr/sbin/haproxy");
        sandbox.write("h.cfg", """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 5s
                    timeout server 5s
                frontend f
                    bind 127.0.0.1:PORT
                    http-request return status 200 content-type text/plain string "well"
                """.replace("PORT", Integer.toString(port)));
        try (Daemon daemon = start("""
                command=/usr/sbin/haproxy -Ws -f %(here)s/h.cfg
                ready=notify
                healthcheck=http://127.0.0.1:PORT/
                healthcheck_body=^well$
                """)) {
            daemon.rpc().awaitState("server", "RUNNING");

            assertThat(accepts()).isTrue();
            assertThat(HealthIT.health(daemon, "server", "reloading")).isEqualTo("0");
            assertThat(HealthIT.health(daemon, "server", "mainpid"))
                    .isEqualTo(Long.toString(daemon.rpc().pid("server")));
            comesUpAndStops(daemon);
        }
    }

    @Test
    void unbound() throws IOException {
        Needed.file("/usr/sbin/unbound");
        sandbox.write("u.conf", """
                server:
                    interface: 127.0.0.1
                    port: PORT
                    chroot: ""
                    username: ""
                    directory: "HERE"
                    pidfile: ""
                    use-syslog: no
                    do-daemonize: no
                    module-config: "iterator"
                remote-control:
                    control-enable: no
                """.replace("PORT", Integer.toString(port))
                .replace("HERE", sandbox.root().toString()));
        try (Daemon daemon = start("""
                command=/usr/sbin/unbound -d -p -c %(here)s/u.conf
                ready=notify
                """)) {
            comesUpAndStops(daemon);
        }
    }

    @Test
    void rsyslog() throws IOException {
        Needed.file("/usr/sbin/rsyslogd");
        sandbox.write("r.conf", """
                module(load="imtcp")
                input(type="imtcp" port="PORT" address="127.0.0.1")
                *.* HERE/messages
                """.replace("PORT", Integer.toString(port))
                .replace("HERE", sandbox.root().toString()));
        try (Daemon daemon = start("""
                command=/usr/sbin/rsyslogd -n -f %(here)s/r.conf -i %(here)s/pid
                ready=notify
                """)) {
            comesUpAndStops(daemon);
        }
    }

    @Test
    void phpFpm() throws IOException {
        Path program = Needed.file("/usr/sbin/php-fpm8.2");
        sandbox.write("f.conf", """
                [global]
                error_log = /dev/stderr
                [www]
                listen = 127.0.0.1:PORT
                pm = static
                pm.max_children = 1
                USER
                """.replace("PORT", Integer.toString(port))
                .replace("USER", Account.isRoot() ? "user = nobody\ngroup = nogroup" : ""));
        try (Daemon daemon = start("command=" + program + " -F -y %(here)s/f.conf\nready=notify\n"
                + "healthcheck=tcp://127.0.0.1:PORT\n")) {
            daemon.rpc().awaitState("server", "RUNNING");

            assertThat(HealthIT.health(daemon, "server", "status")).containsIgnoringCase("ready");
            comesUpAndStops(daemon);
        }
    }

    /** It says nothing, so it is asked. */
    @Test
    void nginx() throws IOException {
        Needed.file("/usr/sbin/nginx");
        sandbox.write("n.conf", """
                pid HERE/nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path HERE/a; proxy_temp_path HERE/b; fastcgi_temp_path HERE/c;
                    uwsgi_temp_path HERE/d; scgi_temp_path HERE/e;
                    server { listen 127.0.0.1:PORT; location / { return 204; } }
                }
                """.replace("PORT", Integer.toString(port))
                .replace("HERE", sandbox.root().toString()));
        try (Daemon daemon = start("""
                command=/usr/sbin/nginx -c %(here)s/n.conf -g "daemon off;"
                ready=http://127.0.0.1:PORT/
                healthcheck=http://127.0.0.1:PORT/
                healthcheck_expect=204
                """)) {
            comesUpAndStops(daemon);
        }
    }

    /** Nobody has signed its certificate, which on the loopback interface does not matter. */
    @Test
    void nginxWithACertificateOfItsOwn() throws IOException {
        Needed.file("/usr/sbin/nginx");
        Command.Result made = Command.of("openssl", "req", "-x509", "-nodes", "-newkey", "rsa:2048")
                .and("-days", "2", "-subj", "/CN=another.example", "-keyout", "n.key", "-out", "n.crt")
                .in(sandbox.root())
                .run();
        assertThat(made.exit()).as("openssl: %s", made).isZero();
        sandbox.write("n.conf", """
                pid HERE/nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path HERE/a; proxy_temp_path HERE/b; fastcgi_temp_path HERE/c;
                    uwsgi_temp_path HERE/d; scgi_temp_path HERE/e;
                    server {
                        listen 127.0.0.1:PORT ssl;
                        ssl_certificate HERE/n.crt; ssl_certificate_key HERE/n.key;
                        location / { return 200 "all is well\\n"; }
                    }
                }
                """.replace("PORT", Integer.toString(port))
                .replace("HERE", sandbox.root().toString()));
        try (Daemon daemon = start("""
                command=/usr/sbin/nginx -c %(here)s/n.conf -g "daemon off;"
                ready=tcp:PORT
                healthcheck=https://localhost:PORT/
                healthcheck_body=^all is well$
                """)) {
            daemon.rpc().awaitState("server", "RUNNING");

            assertThat(HealthIT.health(daemon, "server", "health")).isEqualTo("healthy");
            comesUpAndStops(daemon);
        }
    }

    @Test
    void postgres() throws IOException {
        Path programs = Path.of("/usr/lib/postgresql/15/bin");
        Needed.file(programs.resolve("postgres").toString());
        Path data = Files.createDirectory(sandbox.path("data"));
        List<String> as = List.of();
        if (Account.isRoot()) {
            // It does not run as root.
            as = List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
            Files.setOwner(
                    data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
        }
        List<String> initdb = new ArrayList<>(as);
        initdb.addAll(List.of(programs.resolve("initdb").toString(), "-D", data.toString(), "-N", "-A", "trust"));
        Command.Result made = Command.of(initdb.toArray(new String[0])).in(data).run();
        assertThat(made.exit()).as("initdb: %s", made).isZero();
        try (Daemon daemon =
                start((Account.isRoot() ? "user=postgres\n" : "") + """
                command=BIN/postgres -D %(here)s/data -p PORT -h 127.0.0.1 -k %(here)s/data
                directory=%(here)s/data
                stopsignal=INT
                ready=notify
                healthcheck=BIN/pg_isready -h 127.0.0.1 -p PORT
                """.replace("BIN", programs.toString()))) {
            daemon.rpc().awaitState("server", "RUNNING");

            assertThat(accepts()).isTrue();
            assertThat(HealthIT.health(daemon, "server", "health")).isEqualTo("healthy");
            assertThat(HealthIT.health(daemon, "server", "answer")).contains("accepting connections");
            comesUpAndStops(daemon);
        }
    }

    /** The kernel's port is taken: it says that it is ready, and only a check finds out that it serves nobody. */
    @Test
    void aServerThatLiesAboutItsPortDoesNotRunWhereItIsChecked() throws IOException {
        Needed.file("/usr/sbin/rsyslogd");
        sandbox.write("r.conf", "*.* " + sandbox.root() + "/messages\n");
        try (Daemon daemon = start("""
                command=/usr/sbin/rsyslogd -n -f %(here)s/r.conf -i %(here)s/pid
                ready=notify
                ready_timeout=3
                startretries=0
                healthcheck=tcp://127.0.0.1:PORT
                healthcheck_interval=500ms
                """)) {
            daemon.rpc().awaitState("server", "FATAL");

            assertThat(daemon.rpc().call("supervisor.getProcessInfo", "server")).contains("not ready within 3 seconds");
        }
    }
}
