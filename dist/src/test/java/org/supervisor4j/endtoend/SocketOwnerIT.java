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

            Command.Result result = start(configuration);

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

            Command.Result result = start(configuration);

            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.stderr()).contains("Could not create FastCGI socket", "EPERM");
            assertThat(sandbox.path("web.sock")).doesNotExist();
        }
    }

    private static Command.Result start(Path configuration) {
        List<String> words = new ArrayList<>(Account.nobody());
        words.addAll(List.of(Installation.OURS.supervisord(), "-n", "-c", configuration.toString()));
        return Command.of(words).run();
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
