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

            assertThat(PortOwner.of(port)).isEqualTo(new PortOwner(true, LocalUsers.self(), myself()));
            assertThat(PortOwner.of(port).words()).startsWith("process " + myself() + " (");
        }
        assertThat(PortOwner.of(port)).isEqualTo(new PortOwner(false, -1, 0));
        assertThat(PortOwner.of(port).words()).isEmpty();
    }

    @Test
    void aPortOfAnotherDaemonIsToldApartFromOurs() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalProcess ours = new LocalProcess(myself(), "supervisord", true, false, LocalUsers.self());
            LocalProcess another = new LocalProcess(1, "supervisord", true, false, 0);

            assertThat(new PortCheck(socket.getLocalPort(), ours).look().toString())
                    .startsWith("ok    port " + socket.getLocalPort() + " is that supervisord's");
            assertThat(new PortCheck(socket.getLocalPort(), another).look().toString())
                    .startsWith("BAD   port " + socket.getLocalPort() + " is taken by process " + myself());
        }
    }

    private static long myself() {
        return ProcessHandle.current().pid();
    }
}
