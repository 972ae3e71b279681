package org.supervisor4j.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.supervisor4j.daemon.config.HttpServerConfig.Inet;
import org.supervisor4j.daemon.config.HttpServerConfig.Login;
import org.supervisor4j.daemon.config.RpcInterfaceConfig;
import org.supervisor4j.daemon.http.listening.HttpStartException;
import org.supervisor4j.model.Role;

class HttpServersTest {
    private final ServerFixture fixture = new ServerFixture();

    private final Path folder;

    HttpServersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Of a connection that is quiet, {@code /proc/net/tcp} tells which timer runs: 02 is that of keep-alive. */
    @Test
    void clientWhoseMachineIsGoneWithoutAWordIsMissedByTheKernel() throws Exception {
        fixture.openInet();
        try (RawClient client = fixture.client()) {
            client.ask("GET /ok.html HTTP/1.1\r\nHost: x\r\n\r\n");
            String ours = String.format(":%04X", fixture.servers().ports().get(0));

            assertThat(Files.readAllLines(Path.of("/proc/net/tcp")))
                    .map(line -> line.strip().split("\\s+", -1))
                    .filteredOn(words -> words[1].endsWith(ours) && words[3].equals("01"))
                    .allMatch(words -> words[5].startsWith("02:"))
                    .isNotEmpty();
        }
    }

    @Test
    void linesOfEachServerAreLoggedInTheReferencesOrder() throws Exception {
        Path socket = folder.resolve("s");

        fixture.open(ServerFixture.inet(new Login("a", "b")), ServerFixture.unix(socket, 0700));

        assertThat(fixture.log.lines).hasSize(5);
        assertThat(fixture.log.lines.get(0))
                .matches("(?s)TRAC 127\\.0\\.0\\.1:supervisor4j started at \\w{3} Nov 21 .*"
                        + "\n\tHostname: 127\\.0\\.0\\.1\n\tPort:0");
        assertThat(fixture.log.lines.get(1)).isEqualTo("INFO RPC interface 'supervisor' initialized");
        assertThat(fixture.log.lines.get(2))
                .startsWith("TRAC " + socket + ":supervisor4j started at ")
                .endsWith("\n\tHostname: <unix domain socket>\n\tPort:" + socket);
        assertThat(fixture.log.lines.subList(3, 5))
                .containsExactly(
                        "INFO RPC interface 'supervisor' initialized",
                        "CRIT Server 'unix_http_server' running without any HTTP authentication checking");
    }

    /** A request that comes while the server closes is answered or cut off; nobody waits for ever. */
    @Test
    void whoeverComesWhileItClosesIsNotForgotten() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path socket = folder.resolve("s" + round);
            ServerFixture closing = new ServerFixture();
            closing.open(ServerFixture.unix(socket, 0700));
            CountDownLatch served = new CountDownLatch(3);
            CompletableFuture<Void> client = CompletableFuture.runAsync(() -> askWhileSomebodyListens(socket, served));
            assertThat(served.await(20, TimeUnit.SECONDS)).isTrue();

            closing.close();

            assertThat(client).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private static void askWhileSomebodyListens(Path socket, CountDownLatch served) {
        try {
            while (true) {
                try (RawClient client = RawClient.unix(socket)) {
                    client.send("GET /ok.html HTTP/1.0\r\n\r\n").isClosedByServer();
                    served.countDown();
                }
            }
        } catch (SocketTimeoutException forgotten) {
            throw new UncheckedIOException(forgotten);
        } catch (IOException gone) {
            return;
        }
    }

    @Test
    void portInUseIsReportedAndNothingStaysOpen() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) other.getLocalAddress()).getPort();
            int free = ServerFixture.freePort();

            assertThatThrownBy(() -> fixture.open(
                            new Inet("inet_http_server:a", "127.0.0.1", free, null, Role.CONTROL, null, List.of()),
                            new Inet("inet_http_server:b", "127.0.0.1", port, null, Role.CONTROL, null, List.of())))
                    .isInstanceOf(HttpStartException.class)
                    .hasMessageStartingWith("Another program is already listening");

            assertThatThrownBy(() -> RawClient.tcp(free)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void addressOfAnotherMachineIsReportedByItsErrorNumber() {
        assertThatThrownBy(() ->
                        fixture.open(new Inet("inet_http_server", "192.0.2.1", 0, null, Role.CONTROL, null, List.of())))
                .isInstanceOf(HttpStartException.class)
                .hasMessage("Cannot open an HTTP server: socket.error reported errno.EADDRNOTAVAIL (99)");
    }

    @Test
    void unknownHostIsReportedAsTheReferenceDoes() {
        assertThatThrownBy(() -> fixture.open(
                        new Inet("inet_http_server", "no-such-host.invalid", 0, null, Role.CONTROL, null, List.of())))
                .isInstanceOf(HttpStartException.class)
                .hasMessage("Cannot open an HTTP server: socket.error reported -2");
    }

    @Test
    void foreignRpcInterfaceFactoryIsRefused() {
        assertThatThrownBy(() -> open(new RpcInterfaceConfig("twiddler", "foo.bar:baz", Map.of())))
                .isInstanceOf(HttpStartException.class)
                .hasMessage("Could not make twiddler rpc interface");
        assertThat(fixture.log.lines).anyMatch(line -> line.startsWith("WARN ") && line.contains("foo.bar:baz"));
    }

    @Test
    void optionForTheBuiltInFactoryIsRefusedAfterAWarning() {
        RpcInterfaceConfig config =
                new RpcInterfaceConfig("supervisor", RpcInterfaceConfig.BUILT_IN, Map.of("retries", "1"));

        assertThatThrownBy(() -> open(config))
                .isInstanceOf(HttpStartException.class)
                .hasMessage("Could not make supervisor rpc interface");
        assertThat(fixture.log.lines).anyMatch(line -> line.startsWith("WARN ") && line.contains("retries"));
    }

    private void open(RpcInterfaceConfig config) throws HttpStartException {
        HttpServers.open(List.of(ServerFixture.inet(null)), List.of(config), fixture.services())
                .close();
    }

    @Test
    void withoutRpcInterfaceOnlyTheSystemMethodsAreThere() throws Exception {
        try (HttpServers servers = HttpServers.open(List.of(ServerFixture.inet(null)), List.of(), fixture.services());
                RawClient client = RawClient.tcp(servers.ports().get(0))) {
            String pid = XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("supervisor.getPID"));
            String list = XmlRpcOverHttpTest.post("", XmlRpcOverHttpTest.call("system.listMethods"));

            assertThat(client.ask(pid).body()).contains("UNKNOWN_METHOD");
            assertThat(client.ask(list).body()).contains("system.multicall").doesNotContain("supervisor.");
        }
    }

    @Test
    void noServersIsFine() throws Exception {
        fixture.open();

        assertThat(fixture.servers().ports()).isEmpty();
        assertThat(fixture.log.lines).isEmpty();
    }

    @Test
    void serversCanBeOpenedAgainOnTheSameAddresses() throws Exception {
        int port = ServerFixture.freePort();
        Inet config = new Inet("inet_http_server", "127.0.0.1", port, null, Role.CONTROL, null, List.of());
        fixture.open(config, ServerFixture.unix(folder.resolve("s"), 0700)).close();

        fixture.open(config, ServerFixture.unix(folder.resolve("s"), 0700));

        assertThat(fixture.ask("GET /ok.html HTTP/1.0\r\n\r\n").body()).isEqualTo("OK");
        assertThat(folder).isDirectoryContaining(Files::exists);
    }
}
