package org.supervisor4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketOwnerTest {
    private static final long MYSELF = ProcessHandle.current().pid();

    @Test
    void whoListensOnAPortIsFound() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();

            assertThat(SocketOwner.ofPort(port)).isEqualTo(new SocketOwner(true, LocalUsers.self(), List.of(MYSELF)));
            assertThat(SocketOwner.ofPort(port).words()).startsWith("process " + MYSELF + " (");
        }
        assertThat(SocketOwner.ofPort(port)).isEqualTo(new SocketOwner(false, -1, List.of()));
        assertThat(SocketOwner.ofPort(port).words()).isEmpty();
    }

    @Test
    void whoListensOnAUnixSocketIsFound(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("s.sock");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));

            assertThat(SocketOwner.ofUnix(path.toString())).isEqualTo(new SocketOwner(true, -1, List.of(MYSELF)));
        }
        assertThat(SocketOwner.ofUnix(path.toString()).isTaken()).isFalse();
    }

    @Test
    void ofAnOwnerThatMayNotBeSeenIsToldWhatIsKnown() {
        assertThat(new SocketOwner(true, 0, List.of()).words()).isEqualTo("a process of root (uid 0)");
        assertThat(new SocketOwner(true, -1, List.of()).words()).isEqualTo("a process that this user cannot see");
    }
}
