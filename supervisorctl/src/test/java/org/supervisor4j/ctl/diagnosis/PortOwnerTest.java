package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortOwnerTest {
    @Test
    void whoListensIsFound() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();

            assertThat(PortOwner.isTaken(port)).isTrue();
            assertThat(PortOwner.of(port)).startsWith(ProcessHandle.current().pid() + " (");
        }
        assertThat(PortOwner.isTaken(port)).isFalse();
        assertThat(PortOwner.of(port)).isEmpty();
    }
}
