package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.os.ListeningSockets.UNCHANGED;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.files.SafePaths;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;

class PosixListeningSocketsTest {
    private Path folder;
    private LibC libc;
    private PosixListeningSockets sockets;
    private int socket = -1;

    @BeforeEach
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        libc = LibC.load();
        PosixDescriptors descriptors = new PosixDescriptors(libc, Architecture.current());
        PosixFileTree files = new PosixFileTree(libc, Architecture.current(), descriptors);
        sockets = new PosixListeningSockets(
                libc, descriptors, new SafePaths(descriptors, files, libc::geteuid, SafePaths.NONE));
    }

    @AfterEach
    void close() {
        libc.close(socket);
    }

    @Test
    void aUnixSocketReplacesAStaleOneAndHasItsMode() throws Exception {
        Path path = folder.resolve("s");
        libc.close(sockets.listenUnix(path.toString(), 5, 0700, UNCHANGED, UNCHANGED));

        socket = sockets.listenUnix(path.toString(), 5, 0717, UNCHANGED, UNCHANGED);

        assertThat((Integer) Files.getAttribute(path, "unix:mode")).isEqualTo(0140717);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(client.isConnected()).isTrue();
        }
        assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo/" + socket)).get(1))
                .as("blocking, closing on exec")
                .isEqualTo("flags:\t02000002");
    }

    @Test
    void aHostIsItsAddressOfIpv4() throws Exception {
        assertThat(sockets.numericAddress("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(sockets.numericAddress("")).isEqualTo("0.0.0.0");
        assertThat(sockets.numericAddress("localhost")).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> sockets.numericAddress("no.such.host.invalid"))
                .isInstanceOf(OsException.class)
                .hasMessageContaining("Name or service not known");
    }

    @Test
    void aUnixSocketGetsItsOwnerOrTheRefusalSaysWhy() throws Exception {
        Path path = folder.resolve("s");
        if (libc.geteuid() == 0) {
            socket = sockets.listenUnix(path.toString(), 5, 0700, 65534, 65533);

            assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(65534);
            assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(65533);
        } else {
            assertThatThrownBy(() -> sockets.listenUnix(path.toString(), 5, 0700, 0, 0))
                    .hasMessageContaining("cannot change the ownership of socket file " + path + ": EPERM");
        }
    }

    @Test
    void whatCannotBeAUnixSocketIsReportedAndLeavesNoDescriptor() {
        int before = ProcessFixture.openDescriptors();

        assertThatThrownBy(() -> sockets.listenUnix("/nonexistent/s", 5, 0700, -1, -1))
                .isInstanceOf(OsException.class)
                .hasMessage("cannot bind /nonexistent/s: ENOENT (No such file or directory)");
        assertThatThrownBy(() -> sockets.listenUnix("/tmp/" + "x".repeat(103), 5, 0700, -1, -1))
                .hasMessageContaining("ENAMETOOLONG");
        assertThatThrownBy(() -> sockets.listenUnix(folder.toString(), 5, 0700, -1, -1))
                .hasMessageContaining(
                        "cannot listen on " + folder + " (it exists and is no socket; remove it): EEXIST");
        assertThat(ProcessFixture.openDescriptors()).isEqualTo(before);
    }

    @Test
    void aFileInTheSocketsPlaceIsKeptAndALinkIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("s"), file);

        assertThatThrownBy(() -> sockets.listenUnix(file.toString(), 5, 0700, -1, -1))
                .hasMessageContaining("it exists and is no socket");
        socket = sockets.listenUnix(link.toString(), 5, 0700, -1, -1);

        assertThat(file).hasContent("precious");
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "", "::1"})
    void anInetSocketAcceptsConnections(String host) throws Exception {
        int port = freePort();

        socket = sockets.listenInet(host, port, 5);

        String target = host.isEmpty() ? "127.0.0.1" : host;
        try (SocketChannel client = SocketChannel.open(new InetSocketAddress(target, port))) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocketChannel probe =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return ((InetSocketAddress) probe.getLocalAddress()).getPort();
        }
    }

    @Test
    void aPortInUseAndAnUnknownHostAreReported() throws Exception {
        int port = freePort();
        socket = sockets.listenInet("127.0.0.1", port, 5);
        int before = ProcessFixture.openDescriptors();

        assertThatThrownBy(() -> sockets.listenInet("127.0.0.1", port, 5))
                .hasMessage("cannot bind 127.0.0.1:" + port + ": EADDRINUSE (Address already in use)");
        assertThatThrownBy(() -> sockets.listenInet("no-such-host.invalid", 1, 5))
                .hasMessage("cannot resolve no-such-host.invalid: EAI_NONAME (Name or service not known)");
        assertThat(ProcessFixture.openDescriptors()).isEqualTo(before);
    }
}
