package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person on a terminal is told behind the words of the original. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class HintsIT {
    private ReferenceDaemon daemon;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        daemon = ReferenceDaemon.start(folder.resolve("d"));
        daemon.awaitState("cat", "RUNNING");
    }

    @AfterAll
    void stop() throws InterruptedException {
        daemon.stop();
    }

    @Test
    void everyCommandThatTakesANameSaysWhatMayHaveBeenMeant() throws Exception {
        try (Terminal terminal = Terminal.run(daemon.folder(), shell("unix://" + daemon.folder() + "/s.sock"))) {
            for (String command : List.of(
                    "start manul",
                    "stop manul",
                    "restart manul",
                    "signal HUP manul",
                    "status manul",
                    "logs manul",
                    "logs -f manul",
                    "explain manul",
                    "clear manul",
                    "pid manul",
                    "fg manul",
                    "tail manul",
                    "tail -f manul",
                    "add manul",
                    "remove manul",
                    "update manul")) {
                terminal.await("supervisor> ");
                terminal.type(command + "\r");
                terminal.await("manul");
                terminal.await("Hint: did you mean \"manual\"?");
            }
            terminal.await("supervisor> ");
            terminal.type("mstop g:a\r");
            terminal.await("Hint: a pattern is for the whole name without its group");
            terminal.await("supervisor> ");
            terminal.type("signal cat HUP\r");
            terminal.await("Hint: the signal comes first");
            terminal.await("supervisor> ");
            terminal.type("help stauts\r");
            terminal.await("Hint: did you mean \"status\"?");
            terminal.await("supervisor> ");
            terminal.type("tail -f nolog\r");
            terminal.await("Cannot read, status code 4");
            terminal.await("Hint: nothing has been written to it yet");
            terminal.await("supervisor> ");
            terminal.type("\004");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void aLoginThatIsHalfThereIsNamed() throws Exception {
        List<String> command = new ArrayList<>(shell("http://127.0.0.1:" + daemon.guardedPort()));
        command.addAll(List.of("-p", "secret", "status"));
        try (Terminal terminal = Terminal.run(daemon.folder(), command)) {
            terminal.await(
                    "Hint: no login was tried: there is a password, from option -p, but no user name; give both");
        }
    }

    @Test
    void whoWaitsLongIsToldWhatFor() throws Exception {
        List<String> command = new ArrayList<>(shell("unix://" + daemon.folder() + "/s.sock"));
        command.addAll(List.of("status", "cat"));
        daemon.signal("STOP");
        try (Terminal terminal = Terminal.run(daemon.folder(), command)) {
            terminal.await("Hint: supervisord has not answered supervisor.getVersion for 10 seconds");
            daemon.signal("CONT");
            terminal.await("RUNNING");
        } finally {
            daemon.signal("CONT");
        }
    }

    @Test
    void aServerElsewhereIsNotLookedForHere() {
        Transcript transcript =
                Client.ours(List.of("-c", "", "-s", "http://nosuch.invalid:22", "doctor"), "", Map.of());

        assertThat(transcript.stdout()).contains("Name or service not known").doesNotContain("port 22 ");
    }

    private List<String> shell(String url) throws IOException {
        Path file = Files.createTempFile(daemon.folder(), "hints", ".conf");
        Files.writeString(file, "[supervisorctl]\nserverurl=" + url + "\n");
        List<String> command = new ArrayList<>(Client.ourCommand());
        command.addAll(List.of("-c", file.toString()));
        return command;
    }
}
