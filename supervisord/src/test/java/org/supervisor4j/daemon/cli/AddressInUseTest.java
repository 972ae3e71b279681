package org.supervisor4j.daemon.cli;

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
import org.supervisor4j.daemon.config.HttpServerConfig;
import org.supervisor4j.model.Role;

class AddressInUseTest {
    private static final long PID = ProcessHandle.current().pid();

    @Test
    void aPortThatIsTakenIsToldWithItsOwner() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            HttpServerConfig server = new HttpServerConfig.Inet(
                    "inet_http_server", "127.0.0.1", port, null, Role.CONTROL, null, List.of());

            AddressInUse address = AddressInUse.of(server);

            assertThat(address.toString())
                    .startsWith("127.0.0.1:" + port + " of [inet_http_server] is taken by " + PID + " (");
            assertThat(address.isOf(PID)).isTrue();
            assertThat(address.isOf(1)).isFalse();
        }
    }

    @Test
    void aUnixSocketThatIsServedIsToldWithItsOwner(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("s.sock");
        HttpServerConfig server =
                new HttpServerConfig.Unix("unix_http_server", path.toString(), 0700, -1, -1, null, Role.CONTROL);
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));

            assertThat(AddressInUse.of(server).toString())
                    .startsWith(path + " of [unix_http_server] is taken by " + PID + " (");
        }
    }

    @Test
    void whatNobodySeesMayBeAnybodys() {
        AddressInUse hidden = new AddressInUse("inet_http_server", "*:9001", List.of());

        assertThat(hidden.isOf(PID)).isTrue();
        assertThat(hidden.toString())
                .isEqualTo("*:9001 of [inet_http_server] is taken by a process that this user cannot see");
    }
}
