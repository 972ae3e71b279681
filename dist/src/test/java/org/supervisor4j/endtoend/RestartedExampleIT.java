package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example of a plug-in for supervisorctl: built as its page says, into a distribution of its own. */
@Tag("java")
class RestartedExampleIT {
    private static Sandbox sandbox;
    private static Path home;
    private static Path configuration;

    @BeforeAll
    static void build() throws IOException {
        sandbox = Sandbox.empty();
        home = sandbox.mkdirs("home");
        for (String part : List.of("bin", "lib", "libexec")) {
            Files.createSymbolicLink(
                    home.resolve(part), Installation.distribution().resolve(part));
        }
        configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                [supervisorctl]
                serverurl=unix://%(here)s/supervisor.sock
                [ctlplugin:restarted]
                supervisor.ctl_factory=restarted:commands
                within=600
                [program:web]
                command=/bin/cat
                startsecs=0
                [program:idle]
                command=/bin/cat
                autostart=false
                """));
        Path script = Installation.examples().resolve("restarted/build.sh");
        Command.Result built = Command.of(script.toString(), home.toString())
                .with("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"))
                .run();
        assertThat(built.toString()).isEqualTo("[exit 0]\n");
    }

    @AfterAll
    static void clear() throws IOException {
        sandbox.close();
    }

    private static Command.Result ctl(String... words) {
        return Command.of(home.resolve("bin/supervisorctl").toString(), "-c", configuration.toString())
                .and(words)
                .run();
    }

    @Test
    void theCommandAsksTheDaemonAndSetsTheExitCode() throws IOException {
        try (Daemon daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET))) {
            daemon.rpc().awaitState("web", "RUNNING");

            assertThat(ctl("restarted").toString()).matches("web:web started \\d+ seconds ago\n\\[exit 1]\n");
            assertThat(ctl("restarted", "0").toString()).isEqualTo("[exit 0]\n");
            assertThat(ctl("restarted", "soon").toString())
                    .isEqualTo("Error: soon is no number of seconds\n[exit 1]\n");
        }
    }

    @Test
    void withoutADaemonItSaysWhatEveryCommandSays() {
        Command.Result result = ctl("restarted");

        assertThat(result.stdout()).isEqualTo("unix://" + sandbox.path(Configuration.SOCKET) + " no such file\n");
        assertThat(result.exit()).isEqualTo(7);
    }

    @Test
    void helpListsIt() {
        assertThat(ctl("help").stdout()).contains("restarted commands (type help <topic>):\n");
        assertThat(ctl("help", "restarted").stdout()).contains("within so many seconds (600)");
    }
}
