package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who starts something hears of it if the configuration files say something else by now; on standard error only. */
class EditedFilesIT {
    private static final String PROGRAM = """
            [program:%s]
            command=/bin/sleep %s
            startsecs=0
            """;

    private final Sandbox sandbox;
    private final Path main;

    EditedFilesIT() throws IOException {
        sandbox = Sandbox.empty();
        main = sandbox.write(Configuration.FILE, Configuration.with("""
                [supervisorctl]
                serverurl=unix://%(here)s/supervisor.sock
                [include]
                files=*.ini
                """));
    }

    private Command.Result ctl(String... words) {
        return Command.of(Installation.OURS.supervisorctl(), "-c", main.toString())
                .and(words)
                .in(sandbox.root())
                .run();
    }

    private String hint(String... words) {
        return ctl(words).stderr();
    }

    @Test
    void aStartWithOldSettingsSaysSoUntilAnUpdateHasTakenTheNewOnes() throws IOException {
        Path web = sandbox.write("web.ini", PROGRAM.formatted("web", "1000"));
        try (sandbox;
                Daemon daemon = Daemon.start(Installation.OURS, main, sandbox.path(Configuration.SOCKET))) {
            daemon.rpc().awaitState("web", "RUNNING");
            assertThat(hint("restart", "web")).isEmpty();
            // written again, with what it said before
            Files.writeString(web, PROGRAM.formatted("web", "1000"));
            assertThat(hint("restart", "web")).isEmpty();

            sandbox.write("web.ini", PROGRAM.formatted("web", "2000"));
            sandbox.write("new.ini", PROGRAM.formatted("new", "1000"));
            Command.Result edited = ctl("restart", "web");
            assertThat(edited.stdout()).isEqualTo("web: stopped\nweb: started\n");
            assertThat(edited.exit()).isZero();
            assertThat(edited.stderr()).matches("Hint: .* about web .*\"update web\".*\n");
            assertThat(hint("start", "new")).matches("Hint: .*does not know new yet.*\"update new\".*\n");

            // what was read is not what runs
            ctl("reread");
            assertThat(hint("mrestart", "we*")).contains("\"update web\"");

            ctl("update");
            assertThat(hint("restart", "all")).isEmpty();

            Files.delete(sandbox.path("new.ini"));
            assertThat(hint("restart", "new")).contains("no longer in the configuration files: new");

            sandbox.write("web.ini", "[program:web]\n");
            assertThat(hint("restart", "web")).contains("have a mistake now").contains("command");
        }
    }
}
