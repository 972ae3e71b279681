package org.supervisor4j.daemon.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.TlsFiles;
import org.supervisor4j.daemon.http.Certificates.Output;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.daemon.http.tls.TlsIdentity;
import org.supervisor4j.model.Role;

/** A server with TLS, as OpenSSL, curl and Python see it. */
@Timeout(120)
class TlsIT {
    private static final String PYTHON = """
            import ssl, sys, xmlrpc.client
            context = ssl.create_default_context(cafile=sys.argv[2])
            proxy = xmlrpc.client.ServerProxy('https://127.0.0.1:%s' % sys.argv[1], context=context)
            print(proxy.supervisor.getPID(), proxy.supervisor.getPID())
            """;

    private final ServerFixture fixture = new ServerFixture();
    private final Certificates certificates;

    TlsIT(@TempDir Path folder) {
        this.certificates = new Certificates(folder);
    }

    @BeforeEach
    void makeCertificate() throws Exception {
        certificates.selfSigned("a");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void open(String keyfile, @Nullable String clientCafile) throws HttpStartException {
        TlsFiles files = new TlsFiles(certificates.path("a.pem"), keyfile, clientCafile);
        fixture.open(new Inet("inet_http_server", "127.0.0.1", 0, null, Role.CONTROL, files, List.of()));
    }

    private void open() throws HttpStartException {
        open(certificates.path("a.key"), null);
    }

    private int port() {
        return fixture.servers().ports().get(0);
    }

    private Output curl(String... options) throws Exception {
        return certificates.run(
                Stream.concat(
                                Stream.of("curl", "-sS", "--max-time", "60", "--cacert", certificates.path("a.pem")),
                                Stream.of(options))
                        .toList(),
                "");
    }

    private Output curlPage(String... options) throws Exception {
        return curl(Stream.concat(Stream.of("https://127.0.0.1:" + port() + "/ok.html"), Stream.of(options))
                .toArray(String[]::new));
    }

    private Output handshake(String... options) throws Exception {
        return certificates.run(
                Stream.concat(Stream.of("openssl", "s_client", "-connect", "127.0.0.1:" + port()), Stream.of(options))
                        .toList(),
                "");
    }

    @Test
    void pythonCallsOverTls() throws Exception {
        open();

        Output python = certificates.run(
                List.of("python3", "-c", PYTHON, Integer.toString(port()), certificates.path("a.pem")), "");
        assertThat(python.text()).isEqualTo("4711 4711\n");
    }

    @Test
    void redirectStaysWithTls() throws Exception {
        open();

        Output answer = curl("-D", "-", "https://127.0.0.1:" + port() + "/?action=refresh");

        assertThat(answer.text()).contains("Location: https://127.0.0.1:" + port() + "/?message=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void presentVersionsAreSpoken(String version) throws Exception {
        open();

        assertThat(handshake(version).text()).contains("Cipher is ").doesNotContain("Cipher is (NONE)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void oldVersionsAreRefused(String version) throws Exception {
        open();

        assertThat(handshake(version, "-cipher", "ALL:@SECLEVEL=0").text()).contains("Cipher is (NONE)");
    }

    @Test
    void whoSpeaksNoTlsGetsNothing() throws Exception {
        open();

        try (RawClient client = fixture.client()) {
            client.send("GET / HTTP/1.0\r\n\r\n");

            assertThat(client.readToEnd()).as("an alert at most").doesNotContain("HTTP");
        }
    }

    static Stream<Arguments> keyForms() {
        return Stream.of(
                arguments("PKCS#8, RSA", "a.key", List.of()),
                arguments("PKCS#1", "k", List.of("openssl", "rsa", "-traditional", "-in", "a.key", "-out", "k")),
                arguments("PKCS#8, EC", "a.key", List.of("ec")),
                arguments("SEC 1", "k", List.of("ec", "openssl", "ec", "-in", "a.key", "-out", "k")),
                arguments("Ed25519", "a.key", List.of("ed25519")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keyForms")
    void everyFormOfKeyIsRead(String name, String keyfile, List<String> words) throws Exception {
        List<String> command = words;
        if (!words.isEmpty() && words.get(0).equals("ec")) {
            certificates.selfSigned("a", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
            command = words.subList(1, words.size());
        } else if (words.contains("ed25519")) {
            certificates.selfSigned("a", "-newkey", "ed25519");
            command = List.of();
        }
        if (!command.isEmpty()) {
            certificates.openssl(command);
        }
        open(certificates.path(keyfile), null);

        assertThat(curlPage().text()).isEqualTo("OK");
    }

    @Test
    void withClientCafileOnlyItsClientsGetIn() throws Exception {
        certificates.selfSigned("client").selfSigned("stranger");
        open(certificates.path("a.key"), certificates.path("client.pem"));

        assertThat(curlPage("--cert", certificates.path("client.pem"), "--key", certificates.path("client.key"))
                        .text())
                .isEqualTo("OK");
        assertThat(curlPage("--cert", certificates.path("stranger.pem"), "--key", certificates.path("stranger.key"))
                        .text())
                .startsWith("curl: ");
        assertThat(curlPage().text()).startsWith("curl: ");
    }

    @Test
    void newCertificateIsTakenWhileOldConnectionsStay() throws Exception {
        certificates.selfSigned("b");
        open();
        try (Session before = new Session()) {
            assertThat(before.get()).endsWith("OK");

            Files.move(certificates.file("b.pem"), certificates.file("a.pem"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(certificates.file("b.key"), certificates.file("a.key"), StandardCopyOption.REPLACE_EXISTING);
            fixture.servers().reloadCertificates();
            awaitLog("INFO the certificate of [inet_http_server] has been read anew");

            assertThat(curlPage().text()).isEqualTo("OK");
            assertThat(before.get()).endsWith("OK");
        }
    }

    @Test
    void certificateThatIsNoGoodIsNotTaken() throws Exception {
        open();
        Path before = Files.copy(certificates.file("a.pem"), certificates.file("kept.pem"));
        certificates.selfSigned("b");
        Files.copy(certificates.file("b.pem"), certificates.file("a.pem"), StandardCopyOption.REPLACE_EXISTING);

        fixture.servers().reloadCertificates();

        awaitLog("ERRO [inet_http_server] keeps its certificate: keyfile " + certificates.path("a.key")
                + " does not belong to the certificate in certfile " + certificates.path("a.pem"));
        assertThat(curlPage("--cacert", before.toString()).text()).isEqualTo("OK");
    }

    @Test
    void certificateIsComplainedAboutOutsideOfItsDays() throws Exception {
        TlsIdentity identity =
                TlsIdentity.read(new TlsFiles(certificates.path("a.pem"), certificates.path("a.key"), null));
        long made = identity.certificate().getNotBefore().toInstant().toEpochMilli();
        long day = Duration.ofDays(1).toMillis();

        assertThat(identity.complaint(made + day)).isEmpty();
        assertThat(identity.complaint(made + 3 * day).orElse("")).startsWith("has expired on ");
        assertThat(identity.complaint(made - day).orElse("")).startsWith("is not valid before ");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("a.pem", "none", null, "keyfile FOLDER/none does not exist"),
                arguments("", "a.key", null, "certfile FOLDER is not a plain file"),
                arguments("none", "a.key", null, "certfile FOLDER/none does not exist"),
                arguments("a.key", "a.key", null, "certfile FOLDER/a.key has no certificate"),
                arguments("a.pem", "a.pem", null, "keyfile FOLDER/a.pem has no private key, only [CERTIFICATE]"),
                arguments("text", "a.key", null, "certfile FOLDER/text is not a PEM file"),
                arguments("broken", "a.key", null, "certfile FOLDER/broken has a certificate that can't be read"),
                arguments("a.pem", "b.key", null, "keyfile FOLDER/b.key does not belong to the certificate in"),
                arguments("a.pem", "secret.key", null, "keyfile FOLDER/secret.key has a key that is encrypted"),
                arguments("a.pem", "old.key", null, "keyfile FOLDER/old.key has a key that is encrypted"),
                arguments("a.pem", "a.key", "text", "client_cafile FOLDER/text is not a PEM file"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeStopsTheStartAndSaysWhatIsWrong(
            String certfile, String keyfile, @Nullable String cafile, String message) throws Exception {
        certificates.selfSigned("b");
        Files.writeString(certificates.file("text"), "hello\n");
        Files.writeString(
                certificates.file("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        certificates.openssl(
                List.of("openssl", "pkey", "-in", "a.key", "-aes256", "-passout", "pass:x", "-out", "secret.key"));
        certificates.openssl(List.of(
                "openssl", "rsa", "-traditional", "-in", "a.key", "-aes256", "-passout", "pass:x", "-out", "old.key"));
        TlsFiles files = new TlsFiles(
                certificates.path(certfile),
                certificates.path(keyfile),
                cafile == null ? null : certificates.path(cafile));

        assertThatThrownBy(() -> fixture.open(
                        new Inet("inet_http_server", "127.0.0.1", 0, null, Role.CONTROL, files, List.of())))
                .isInstanceOf(HttpStartException.class)
                .hasMessageStartingWith("Cannot open an HTTP server: [inet_http_server] "
                        + message.replace("FOLDER", certificates.folder().toString()));
    }

    private void awaitLog(String line) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!fixture.log.lines.contains(line) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(fixture.log.lines).contains(line);
    }

    /** One connection that stays open; it trusts the certificate that there was when it began. */
    private final class Session implements AutoCloseable {
        private final Socket socket;

        Session() throws IOException, GeneralSecurityException {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            try (InputStream pem = Files.newInputStream(certificates.file("a.pem"))) {
                trusted.setCertificateEntry(
                        "a", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            socket = context.getSocketFactory().createSocket("127.0.0.1", port());
            socket.setSoTimeout(20_000);
        }

        String get() throws IOException {
            socket.getOutputStream().write("GET /ok.html HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("\r\n\r\nOK")) {
                int next = socket.getInputStream().read();
                assertThat(next).as("answer after %s", answer).isNotNegative();
                answer.append((char) next);
            }
            return answer.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
