package org.supervisor4j.daemon.http.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.config.HttpServerConfig.Unix;
import org.supervisor4j.daemon.http.RawClient;
import org.supervisor4j.daemon.http.ServerFixture;
import org.supervisor4j.model.Role;

class UnixServerTest {
    private final ServerFixture fixture = new ServerFixture();

    private final Path folder;
    private final Path path;

    UnixServerTest(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("s.sock");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void socketIsServedWithItsModeAndNothingElseIsLeftBeside() throws Exception {
        fixture.open(ServerFixture.unix(path, 0770));

        try (RawClient client = RawClient.unix(path)) {
            assertThat(client.ask("GET /ok.html HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .body())
                    .isEqualTo("OK");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwxrwx---");
        assertThat(namesIn(folder)).containsExactly("s.sock");
    }

    /** What {@code ss -xl} prints, and what people look for there. */
    @Test
    void theKernelKnowsTheSocketByItsFolderAndItsName() throws Exception {
        fixture.open(ServerFixture.unix(path, 0700));

        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/unix"))) {
            assertThat(sockets).anyMatch(line -> line.matches(".* " + folder + "/\\.[0-9a-z]+/s\\.sock"));
        }
    }

    @Test
    void closingRemovesTheSocket() throws Exception {
        fixture.open(ServerFixture.unix(path, 0700)).close();

        assertThat(namesIn(folder)).isEmpty();
    }

    @Test
    void socketThatBecameSomebodyElsesIsLeftAlone() throws Exception {
        fixture.open(ServerFixture.unix(path, 0700));
        Files.delete(path);
        Files.writeString(path, "not ours");

        fixture.close();

        assertThat(path).hasContent("not ours");
    }

    @Test
    void staleSocketIsReplacedAndSaidSoOnStderr() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }

        fixture.open(ServerFixture.unix(path, 0700));

        assertThat(fixture.stderr).containsExactly("Unlinking stale socket " + path);
        try (RawClient client = RawClient.unix(path)) {
            assertThat(client.ask("GET /ok.html HTTP/1.0\r\n\r\n").body()).isEqualTo("OK");
        }
    }

    @Test
    void pathThatNobodyCouldConnectToIsRefused() throws Exception {
        Path tooLong = folder.resolve("s".repeat(108 - folder.toString().length() - 1));

        assertThatThrownBy(() -> fixture.open(ServerFixture.unix(tooLong, 0700)))
                .isInstanceOf(HttpStartException.class)
                .hasMessage("Cannot open an HTTP server: socket.error reported AF_UNIX path too long");
        assertThat(namesIn(folder)).isEmpty();
    }

    @Test
    void serverThatCouldNotBeOpenedIsNotAnnounced() throws Exception {
        Files.writeString(path, "not a socket");

        assertThatThrownBy(() -> fixture.open(ServerFixture.unix(path, 0700))).isInstanceOf(HttpStartException.class);

        assertThat(fixture.log.lines).isEmpty();
    }

    @Test
    void socketThatIsListenedOnIsInUse() throws Exception {
        try (ServerSocketChannel alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            alive.bind(UnixDomainSocketAddress.of(path));

            assertThatThrownBy(() -> fixture.open(ServerFixture.unix(path, 0700)))
                    .isInstanceOf(HttpStartException.class)
                    .hasMessage("Another program is already listening on a port that one of our HTTP servers is "
                            + "configured to use.  Shut this program down first before starting supervisord.");
        }
        assertThat(namesIn(folder)).containsExactly("s.sock");
    }

    @Test
    void fileThatIsNoSocketIsNotRemoved() throws Exception {
        Files.writeString(path, "precious");

        assertThatThrownBy(() -> fixture.open(ServerFixture.unix(path, 0700)))
                .isInstanceOf(HttpStartException.class)
                .hasMessageContaining(path + " exists and is not a socket");

        assertThat(path).hasContent("precious");
        assertThat(namesIn(folder)).containsExactly("s.sock");
    }

    @Test
    void nobodyIsToldToRemoveAFolder() {
        assertThatThrownBy(() -> fixture.open(ServerFixture.unix(folder, 0700)))
                .isInstanceOf(HttpStartException.class)
                .hasMessage("Cannot open an HTTP server: " + folder + " is a folder; give \"file\" in the"
                        + " [unix_http_server] section the name of a socket");
    }

    @Test
    void missingFolderIsReportedByItsErrorNumber() {
        assertThatThrownBy(() -> fixture.open(ServerFixture.unix(folder.resolve("no/s.sock"), 0700)))
                .isInstanceOf(HttpStartException.class)
                .hasMessage("Cannot open an HTTP server: socket.error reported errno.ENOENT (2)");
    }

    @Test
    void socketGetsItsOwner() throws Exception {
        assumeThat((int) Files.getAttribute(folder, "unix:uid")).isZero();

        fixture.open(new Unix("unix_http_server", path.toString(), 0700, 65534, 65533, null, Role.CONTROL));

        assertThat(Files.readAttributes(path, "unix:uid,gid,mode"))
                .containsEntry("uid", 65534)
                .containsEntry("gid", 65533)
                .containsEntry("mode", 0140700);
    }

    /**
     * Whoever can write the socket's folder can rename ours, and put a link to somebody's file where the socket was.
     */
    @Test
    void nothingIsHandedOverInPlaceOfTheSocket() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "x");
        Files.setPosixFilePermissions(precious, PosixFilePermissions.fromString("rw-------"));
        Server jetty = new Server();
        UnixServer server =
                new UnixServer(ServerFixture.unix(path, 0777), fixture.services(), jetty, new HttpConnectionFactory());
        jetty.addConnector(server.connector());
        jetty.start();
        try {
            Path ours = server.connector().getUnixDomainPath();
            Files.move(ours, folder.resolve("moved"));
            Files.createSymbolicLink(ours, precious);

            assertThatThrownBy(server::publish)
                    .isInstanceOf(HttpStartException.class)
                    .hasMessageContaining("somebody has replaced the socket that was to become " + path);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(precious)))
                    .isEqualTo("rw-------");
            assertThat(path).doesNotExist();
        } finally {
            jetty.stop();
        }
    }

    @Test
    void longPathsWorkAsFarAsTheyDoInTheOriginal() throws Exception {
        Path deep = folder.resolve("x".repeat(100 - folder.toString().length() - 1));

        fixture.open(ServerFixture.unix(deep, 0700));

        try (RawClient client = RawClient.unix(deep)) {
            assertThat(client.ask("GET /ok.html HTTP/1.0\r\n\r\n").body()).isEqualTo("OK");
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
