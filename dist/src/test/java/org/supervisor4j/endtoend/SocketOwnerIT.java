package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sockets that are to belong to somebody to whom we can't give them: nothing of them stays behind. */
class SocketOwnerIT {
    @Test
    void serverThatCannotGiveItsSocketAwayLeavesNothing() throws IOException {
        try (Sandbox sandbox = openToAll()) {
            Path configuration =
                    sandbox.write(Configuration.FILE, Configuration.with("[unix_http_server]\nchown=root\n"));
            List<String> words = new ArrayList<>(Account.nobody());
            words.addAll(List.of(Installation.OURS.supervisord(), "-n", "-c", configuration.toString()));

            Command.Result result = Command.of(words).run();

            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.stderr()).contains("Not permitted to chown " + sandbox.path(Configuration.SOCKET));
            assertThat(filesIn(sandbox)).containsExactlyInAnyOrder(Configuration.FILE, Configuration.LOG);
        }
    }

    @Test
    void fastCgiGroupThatCannotGiveItsSocketAwayLeavesNothing() throws IOException {
        try (Sandbox sandbox = openToAll()) {
            Path configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                            [fcgi-program:web]
                            command=/bin/cat
                            socket=unix://%(here)s/web.sock
                            socket_owner=root
                            startretries=0
                            """));
            try (Daemon daemon =
                    Daemon.startAsNobody(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
                daemon.rpc().awaitState("web", "FATAL");

                assertThat(daemon.output()).contains("web.sock");
                assertThat(sandbox.path("web.sock")).doesNotExist();
            }
        }
    }

    private static Sandbox openToAll() throws IOException {
        Sandbox sandbox = Sandbox.empty();
        Files.setPosixFilePermissions(sandbox.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
        return sandbox;
    }

    private static List<String> filesIn(Sandbox sandbox) throws IOException {
        try (Stream<Path> files = Files.list(sandbox.root())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
