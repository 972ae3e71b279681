package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.supervisor4j.ctl.xmlrpc.Credentials;
import org.supervisor4j.ctl.xmlrpc.HttpTransport;
import org.supervisor4j.ctl.xmlrpc.TlsTransport;
import org.supervisor4j.ctl.xmlrpc.XmlRpcClient;

/** TLS of the whole daemon: with both supervisorctls' configuration, over a renewal; and what it costs without it. */
class TlsDaemonIT {
    private static final String SECTIONS = """
            [inet_http_server]
            port=127.0.0.1:%d
            certfile=%%(here)s/box.pem
            keyfile=%%(here)s/box.key
            username=user
            password={SHA}40bd001563085fc35165329ea1ff5c5ecbdbbeef
            [supervisorctl]
            serverurl=https://127.0.0.1:%d
            username=user
            password=123
            """;

    /** The launcher silences the log of Java; what is said behind that counts. */
    private static final String LOGGING_JAVA = """
            #!/bin/sh
            for word; do
                shift
                [ "$word" != -jar ] || set -- "$@" -Xlog:class+load:file=%s:none
                set -- "$@" "$word"
            done
            exec %s/bin/java "$@"
            """;

    @Test
    void supervisorctlIsServedWithARenewedCertificateAfterUsr2() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            makeCertificate(sandbox, "box");
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(SECTIONS.formatted(port, port)));
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                String pid = daemon.pid() + "\n";
                assertThat(ctl(sandbox, configuration, "box").stdout()).isEqualTo(pid);

                makeCertificate(sandbox, "new");
                Files.copy(sandbox.path("box.pem"), sandbox.path("old.pem"));
                sandbox.write("box.key", sandbox.read("new.key"));
                sandbox.write("box.pem", sandbox.read("new.pem"));
                daemon.signal("USR2");
                Await.until("the certificate is read", () -> daemon.output()
                        .contains("INFO the certificate of [inet_http_server] has been read anew"));

                assertThat(ctl(sandbox, configuration, "new").stdout()).isEqualTo(pid);
                assertThat(ctl(sandbox, configuration, "old").stdout()).doesNotContain(pid);
            }
        }
    }

    @Test
    void ourOwnClientCallsAndTrustsNobodyElse() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            int port = Sandbox.freePort();
            makeCertificate(sandbox, "box");
            makeCertificate(sandbox, "other");
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with(SECTIONS.formatted(port, port)));
            HttpTransport plain = new HttpTransport("127.0.0.1", port);
            Credentials credentials = new Credentials("user", "123");
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                TlsTransport trusting =
                        new TlsTransport(plain, sandbox.path("box.pem").toString());
                try (XmlRpcClient client = new XmlRpcClient(trusting, credentials)) {
                    int pid = Math.toIntExact(daemon.pid());
                    assertThat(client.call("supervisor.getPID")).isEqualTo(pid);
                    assertThat(client.call("supervisor.getPID")).isEqualTo(pid);
                }
                for (String authority : new String[] {sandbox.path("other.pem").toString(), null}) {
                    try (XmlRpcClient client = new XmlRpcClient(new TlsTransport(plain, authority), credentials)) {
                        assertThatThrownBy(() -> client.call("supervisor.getPID"))
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("unable to find valid certification path");
                    }
                }
            }
        }
    }

    private static Command.Result ctl(Sandbox sandbox, Path configuration, String authority) {
        return Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString(), "pid")
                .with("SSL_CERT_FILE", sandbox.path(authority + ".pem").toString())
                .run();
    }

    private static void makeCertificate(Sandbox sandbox, String name) {
        Command.Result made = Command.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-nodes",
                        "-days",
                        "2",
                        "-newkey",
                        "rsa:2048",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".pem")
                .in(sandbox.root())
                .run();
        assertThat(made.exit()).as("openssl: %s", made).isZero();
    }

    @Tag("java")
    @Test
    void nothingOfTlsIsLoadedWithoutACertificate() throws IOException {
        try (Sandbox sandbox = Sandbox.empty()) {
            Path configuration = sandbox.write(
                    Configuration.FILE,
                    Configuration.with("[inet_http_server]\nport=127.0.0.1:%d\n".formatted(Sandbox.freePort())));
            Path loaded = sandbox.path("loaded");
            Path java = sandbox.write("java", LOGGING_JAVA.formatted(loaded, System.getProperty("java.home")));
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("SUPERVISOR_JAVA", java.toString());
            try (Daemon daemon = Daemon.startWith(
                    environment, Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                assertThat(daemon.rpc().answers()).isTrue();
            }

            List<String> classes = Files.readAllLines(loaded);

            assertThat(classes).anyMatch(line -> line.startsWith("org.supervisor4j.daemon.http.HttpServers "));
            assertThat(classes)
                    .noneMatch(line -> line.startsWith("javax.net.ssl.")
                            || line.startsWith("sun.security.ssl.")
                            || line.startsWith("org.eclipse.jetty.util.ssl.")
                            || line.startsWith("org.supervisor4j.daemon.http.tls.")
                            || line.startsWith("org.supervisor4j.daemon.http.listening.ServerTls"));
        }
    }
}
