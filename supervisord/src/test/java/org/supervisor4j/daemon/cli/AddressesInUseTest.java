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

class AddressesInUseTest {
    private static final String US = ProcessHandle.current().pid() + " (";

    private static HttpServerConfig inet(String host, int port) {
        return new HttpServerConfig.Inet("inet_http_server", host, port, null, Role.CONTROL, null, List.of());
    }

    @Test
    void aPortThatIsTakenIsToldWithItsOwner() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();

            assertThat(AddressesInUse.of(List.of(inet("127.0.0.1", port), inet("127.0.0.2", port))))
                    .singleElement()
                    .asString()
                    .startsWith("127.0.0.1:" + port + " of [inet_http_server] is taken by " + US);
        }
        assertThat(AddressesInUse.of(List.of(inet("127.0.0.1", port)))).isEmpty();
    }

    @Test
    void aUnixSocketThatIsServedIsToldWithItsOwner(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("s.sock");
        HttpServerConfig server =
                new HttpServerConfig.Unix("unix_http_server", path.toString(), 0700, -1, -1, null, Role.CONTROL);
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));

            assertThat(AddressesInUse.of(List.of(server)))
                    .singleElement()
                    .asString()
                    .startsWith(path + " of [unix_http_server] is taken by " + US);
        }
        assertThat(AddressesInUse.of(List.of(server))).isEmpty();
    }
}
