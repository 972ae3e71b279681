package org.supervisor4j.ctl.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.supervisor4j.diagnosis.LocalProcess;
import org.supervisor4j.diagnosis.LocalUsers;

class PortCheckTest {
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
