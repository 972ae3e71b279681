package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A group that cannot be added is named, and holds up no other: at a start, in {@code add}, in {@code update}. */
class OneBadGroupIT {
    private static final String PROGRAMS = """
            [supervisorctl]
            serverurl=unix://%%(here)s/supervisor.sock
            [fcgi-program:fcgi]
            command=/bin/cat
            socket=tcp://127.0.0.1:%d
            startsecs=0
            [program:other]
            command=/bin/cat
            startsecs=0
            """;

    private static Command.Result ctl(Path configuration, String... words) {
        return Command.of(Installation.OURS.supervisorctl(), "-c", configuration.toString())
                .and(words)
                .run();
    }

    @Test
    @SuppressWarnings("try") // the port is given back in the middle
    void theOthersAreCarriedOut() throws IOException {
        try (Sandbox sandbox = Sandbox.empty();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String programs = Configuration.with(PROGRAMS.formatted(taken.getLocalPort()));
            Path configuration = sandbox.write(Configuration.FILE, programs);
            try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                daemon.rpc().awaitState("other", "RUNNING");
                assertThat(sandbox.read(Configuration.LOG))
                        .contains("CRIT group 'fcgi' cannot be added and is left out: Could not create FastCGI socket ")
                        .contains("EADDRINUSE");

                Command.Result added = ctl(configuration, "add", "fcgi", "other");
                assertThat(added.stdout()).contains("FAILED: fcgi: ", "\nERROR: process group already active\n");
                assertThat(added.exit()).isEqualTo(1);

                sandbox.write(Configuration.FILE, programs + "[program:zz]\ncommand=/bin/cat\nautostart=false\n");
                Command.Result updated = ctl(configuration, "update");
                assertThat(updated.stdout()).contains("FAILED: fcgi: ", "\nzz: added process group\n");
                assertThat(updated.exit()).isEqualTo(1);

                taken.close();
                Command.Result mended = ctl(configuration, "update");
                assertThat(mended.stdout()).isEqualTo("fcgi: added process group\n");
                assertThat(mended.exit()).isZero();
            }
        }
    }
}
