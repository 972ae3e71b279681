package org.supervisor4j.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A daemon that may open few files, and a crowd at its TCP port that would take them all. */
class FewDescriptorsIT {
    private static final int LIMIT = 256;
    private static final int IDLE = 250;
    private static final int FOLLOWERS = 250;

    @Test
    void aCrowdAtOneListenerLeavesWhatTheOtherAndProgramsNeed() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (ClientStage stage = ClientStage.of(Installation.OURS)) {
            limit(stage.pid());
            try {
                join(crowd, IDLE, stage.port(), "");
                join(
                        crowd,
                        FOLLOWERS,
                        stage.port(),
                        "GET /mainlogtail HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (ClientStage.USER + ":" + ClientStage.PASSWORD).getBytes(US_ASCII))
                                + "\r\n\r\n");

                assertThat(ctl(stage, "status", "cat").stdout()).contains("RUNNING");
                assertThat(ctl(stage, "restart", "cat").stdout()).isEqualTo("cat: stopped\ncat: started\n");
                String pid = ctl(stage, "pid", "cat").stdout();
                assertThat(Command.of("kill", "-9", pid.strip()).run().exit()).isZero();
                Await.until(
                        "cat is back", () -> !ctl(stage, "pid", "cat").stdout().matches("0\n|" + pid));
            } finally {
                for (Socket socket : crowd) {
                    socket.close();
                }
            }
        }
    }

    private static void limit(long pid) {
        Command.Result limited = Command.of("prlimit", "--pid", Long.toString(pid), "--nofile=" + LIMIT + ":" + LIMIT)
                .run();
        assertThat(limited.exit()).as(limited.toString()).isZero();
    }

    private static void join(List<Socket> crowd, int count, int port, String request) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            crowd.add(socket);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
        }
    }

    private static Command.Result ctl(ClientStage stage, String... words) {
        return Command.of(
                        stage.installation().supervisorctl().toString(),
                        "-c",
                        stage.configuration().toString())
                .and(words)
                .run();
    }
}
