package org.supervisor4j.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only shows with a process of its own: signals, pipes, the terminal. The daemon is the original's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class ProcessIT {
    private ReferenceDaemon daemon;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        daemon = ReferenceDaemon.start(folder.resolve("d"));
        daemon.awaitState("cat", "RUNNING");
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        Files.writeString(daemon.folder().resolve("released"), "");
        daemon.stop();
    }

    @Test
    void ctrlCEndsAOneShotCommandByTheSignalSoThatShellLoopsEndToo() throws Exception {
        Client.ours(withConfiguration("start", "hardstop"), "", Map.of());
        String loop = "for i in 1 2; do " + String.join(" ", command("stop", "hardstop")) + "; echo went on; done";
        Process shell = new ProcessBuilder("/usr/bin/setsid", "/bin/bash", "-c", loop)
                .directory(daemon.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(daemon.folder().resolve("loop.out").toFile())
                .start();
        daemon.awaitState("hardstop", "STOPPING");

        // as a terminal does it: to all of them at once
        new ProcessBuilder("/bin/kill", "-INT", "--", "-" + shell.pid()).start().waitFor();

        assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).isEqualTo(130);
        assertThat(daemon.folder().resolve("loop.out")).isEmptyFile();
    }

    @Test
    void aReaderThatHasEnoughIsNoReasonToComplain() throws Exception {
        Process shell = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        String.join(" ", command("maintail", "-0")) + " | true; echo ${PIPESTATUS[0]}")
                .redirectErrorStream(true)
                .start();

        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output).isEqualTo("1\n");
    }

    @Test
    void fgPassesLinesOnAndShowsTheAnswersBeforeItLeaves() throws Exception {
        Transcript fg = Client.oursAsProcess(
                withConfiguration("fg", "cat"), "hello\nwörld\n", Map.of(), daemon.folder(), false);

        assertThat(fg.stdout())
                .startsWith("==> Press Ctrl-C to exit <==\n")
                .contains("hello\nwörld\n")
                .endsWith("Exiting foreground\n");
        assertThat(fg.exitCode()).isZero();
    }

    @Test
    void ctrlCLeavesFgWithoutAnError() throws Exception {
        Path output = daemon.folder().resolve("fg.out");
        Process fg = new ProcessBuilder(command("fg", "redir"))
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(output.toFile())
                .start();
        daemon.await("the first line of fg", () -> read(output).startsWith("==>"));

        daemon.await("an end", () -> {
            signal(fg);
            return !fg.isAlive();
        });

        assertThat(fg.exitValue()).isZero();
        assertThat(read(output)).isEqualTo("==> Press Ctrl-C to exit <==\nExiting foreground\n");
    }

    private static void signal(Process process) {
        try {
            new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theShellOnATerminalEditsCompletesAndRemembersLines() throws Exception {
        Path history = daemon.folder().resolve("history");
        Files.writeString(history, "pid nosuch\n");
        Files.writeString(
                daemon.folder().resolve("shell.conf"),
                "[supervisorctl]\nserverurl=unix://" + daemon.folder() + "/s.sock\nprompt=s4j\nhistory_file=" + history
                        + "\n");
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell())) {
            terminal.await("s4j> ");

            terminal.type("hel\tst\t");
            terminal.await("atus"); // of the list start, status, stop; what they share is in colour
            terminal.type("\025version\r");
            terminal.await("4.2.5");
            terminal.await("s4j> ");
            terminal.type("\033OA\033OA\r"); // two lines up: the one of the file
            terminal.await("No such process nosuch");
            terminal.await("s4j> ");
            terminal.type("pid mul\t");
            terminal.await("multi:");
            terminal.type("\025shutdown\r");
            terminal.await("y/N? ");
            terminal.type("no\r");
            terminal.await("s4j> ");
            terminal.type("maintail -f\r");
            terminal.await("==> Press Ctrl-C to exit <==");
            terminal.await("entered RUNNING state");
            terminal.type("\003");
            terminal.await("s4j> ");
            terminal.type("half a line\003");

            assertThat(terminal.exitCode()).isZero();
        }
        assertThat(Files.readAllLines(history))
                .containsExactly("pid nosuch", "version", "pid nosuch", "shutdown", "no", "maintail -f");
    }

    @Test
    void onATerminalAPasswordIsAskedForWithoutShowingOrRememberingIt() throws Exception {
        Path history = daemon.folder().resolve("history");
        Files.deleteIfExists(history);
        Files.writeString(
                daemon.folder().resolve("shell.conf"),
                "[supervisorctl]\nserverurl=http://127.0.0.1:" + daemon.guardedPort() + "\nhistory_file=" + history
                        + "\n");
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell())) {
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Password:");
            terminal.type("123\r");
            terminal.await("supervisor> ");
            terminal.type("pid nosuch\r");
            terminal.await("No such process nosuch");
            terminal.await("supervisor> ");
            terminal.type("\004");

            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.shown()).containsPattern("Password:[^1\n]*\n");
        }
        assertThat(Files.readAllLines(history)).contains("pid nosuch").doesNotContain("123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dumb", "", "vt52", "xterm-nobodyknows"})
    void aTerminalWithoutADescriptionIsEditedOnAndNeverShowsAPassword(String type) throws Exception {
        Path history = daemon.folder().resolve("history");
        Files.writeString(history, "pid nosuch\n");
        writeGuardedConfiguration("history_file=" + history + "\n");
        // without a name, too: another root or mount namespace, where tty finds none
        Path nameless = Files.createDirectories(daemon.folder().resolve("nameless"));
        Path tty = Files.writeString(nameless.resolve("tty"), "#!/bin/sh\necho not a tty\nexit 1\n");
        Files.setPosixFilePermissions(tty, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of("TERM", type, "PATH", nameless + ":" + System.getenv("PATH"));
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell(), environment)) {
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Password:");
            terminal.type("123\r");
            terminal.await("supervisor> ");
            assertThat(terminal.shown()).containsPattern("Password:[^1\n]*\n").doesNotContain("Exception", "\tat ");
            terminal.type("versio\t\r");
            terminal.await("version");
            terminal.await("4.2.5");
            terminal.await("supervisor> ");
            terminal.type("\020\020\020\r"); // up, past the name and what was typed here, to the line of the file
            terminal.await("No such process nosuch");
            terminal.await("supervisor> ");
            terminal.type("xpid\001\004"); // to the start of the line, and away with its first letter
            terminal.type("\005 nosuch\r");
            terminal.await("No such process nosuch");
            terminal.await("supervisor> ");
            // up, two to the left, two letters, the second away
            terminal.type("\033[A\033OD\033[Dxy\033[D\033[3~\r");
            terminal.await("No such process nosuxch");
            terminal.await("supervisor> ");
            terminal.type(
                    "\033OAz\033[H\033[C\033[D\033[3~p\033[F\033OD\033[3~\r"); // to each end, and back to the same line
            terminal.await("No such process nosuxch");
            terminal.await("supervisor> ");
            terminal.type("\004");

            assertThat(terminal.exitCode()).isZero();
            if (type.isEmpty() || type.equals("dumb")) {
                assertThat(terminal.shown()).doesNotContain("\033");
            }
        }
    }

    @Test
    void withoutSttyLinesAreNotEditedButAPasswordIsNotShownEither() throws Exception {
        writeGuardedConfiguration("");
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell(), Map.of("TERM", "xterm", "PATH", "/none"))) {
            terminal.await("Hint: no editing of lines");
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Password:");
            terminal.type("123\r");
            terminal.await("supervisor> ");
            terminal.type("\004");

            assertThat(terminal.exitCode()).isZero();
            assertThat(terminal.shown()).containsPattern("Password:[^1\n]*\n");
        }
    }

    /** Where only standard input is a terminal, Java itself has no way to switch off the echo. */
    @Test
    void aPasswordThatWouldBeShownIsNotAskedFor() throws Exception {
        writeGuardedConfiguration("");
        String status = String.join(" ", ourShell()) + " -i status";
        try (Terminal terminal = Terminal.run(
                daemon.folder(), List.of("/bin/sh", "-c", status + " | /bin/cat"), Map.of("PATH", "/none"))) {
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Hint: the terminal's echo cannot be switched off");
        }
        try (Terminal terminal = Terminal.run(
                daemon.folder(), List.of("/bin/sh", "-c", status + " | /bin/cat"), Map.of("TERM", "xterm"))) {
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Password:");
            terminal.type("123\r");
            terminal.await("RUNNING");

            assertThat(terminal.shown()).containsPattern("Password:[^1\n]*\n");
        }
    }

    @Test
    void ctrlCAtAPasswordGivesTheEchoBack() throws Exception {
        writeGuardedConfiguration("");
        String commands = String.join(" ", ourShell()) + " -i status; /usr/bin/stty -a";
        try (Terminal terminal = Terminal.run(daemon.folder(), List.of("/bin/bash", "-c", "trap : INT; " + commands))) {
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Password:");
            terminal.type("\003");
            terminal.await(" echo ");
        }
    }

    @Test
    void aWatchedStatusIsDrawnInPlaceUntilCtrlC() throws Exception {
        Terminal terminal = Terminal.run(daemon.folder(), command("status", "--watch", "cat", "manual"));
        try (terminal) {
            terminal.await("2 processes: 1 RUNNING, 1 STOPPED");
            terminal.await("\033[32mRUNNING\033[0m");
            terminal.await("\r\033[3A2 processes");
            terminal.type("\003");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    private void writeGuardedConfiguration(String more) throws IOException {
        Files.writeString(
                daemon.folder().resolve("shell.conf"),
                "[supervisorctl]\nserverurl=http://127.0.0.1:" + daemon.guardedPort() + "\n" + more);
    }

    @Test
    void ctrlCInFgComesBackToTheShellAndLeavesTheProgramRunning() throws Exception {
        writeShellConfiguration();
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell())) {
            terminal.await("supervisor> ");
            terminal.type("fg spew\r");
            terminal.await("==> Press Ctrl-C to exit <==");
            terminal.type("hello from fg\r");
            terminal.await("hello from fg"); // what is typed, however it is echoed
            terminal.await("hello from fg\r\n"); // what the program answers
            terminal.type("\003");
            terminal.await("Exiting foreground");
            terminal.await("supervisor> ");
            terminal.type("status spew\r");
            terminal.await("RUNNING");
            terminal.await("supervisor> ");
            terminal.type("quit\r");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void ctrlCInTailComesBackToTheShell() throws Exception {
        writeShellConfiguration();
        daemon.awaitLog("lines");
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell())) {
            terminal.await("supervisor> ");
            terminal.type("tail -f lines\r");
            terminal.await("line 0299");
            terminal.type("\003");
            terminal.await("supervisor> ");
            terminal.type("logs -f -n 1 lines utf\r");
            terminal.await("line 0299");
            terminal.type("\003");
            terminal.await("supervisor> ");
            terminal.type("\004");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xterm", "dumb", "nosuchterminal"})
    void ctrlCAtThePromptLeavesTheShellWithoutAnError(String type) throws Exception {
        writeShellConfiguration();
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell(), type)) {
            terminal.await("supervisor> ");
            terminal.type("pid nosuch\r");
            terminal.await("No such process nosuch");
            terminal.await("supervisor> ");
            terminal.type("half a line\003");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void aQuestionThatMeetsCtrlDAsksNothingMore() throws Exception {
        writeShellConfiguration();
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell())) {
            terminal.await("supervisor> ");
            terminal.type("shutdown\r");
            terminal.await("y/N? ");
            terminal.type("\004");
            terminal.await("error: <class 'EOFError'>, ");
            terminal.await("supervisor> ");
            terminal.type("reload\r");
            terminal.await("y/N? ");
            terminal.type("\003");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void wrongCredentialsAreAskedForAgain() throws Exception {
        Files.writeString(
                daemon.folder().resolve("shell.conf"),
                "[supervisorctl]\nserverurl=http://127.0.0.1:" + daemon.guardedPort() + "\n");
        try (Terminal terminal = Terminal.run(daemon.folder(), ourShell())) {
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Password:");
            terminal.type("wrong\r");
            terminal.await("Server requires authentication");
            terminal.await("Username:");
            terminal.type("user\r");
            terminal.await("Password:");
            terminal.type("123\r");
            terminal.await("supervisor> ");
            terminal.type("\003");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    @Test
    void linesOfSeveralProcessesAreColouredOnATerminal() throws Exception {
        daemon.awaitLog("utf");
        daemon.awaitLog("lines");
        try (Terminal terminal = Terminal.run(daemon.folder(), command("logs", "-n", "1", "lines", "utf"))) {
            terminal.await("\033[36mlines | \033[0mline 0299");
            terminal.await("\033[32mutf   | \033[0mh");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    private void writeShellConfiguration() throws IOException {
        Files.writeString(
                daemon.folder().resolve("shell.conf"),
                "[supervisorctl]\nserverurl=unix://" + daemon.folder() + "/s.sock\n");
    }

    @Test
    void aTerminalIsKeptFromWhatLogsSayToIt() throws Exception {
        daemon.awaitLog("ctrl");
        List<String> tail = command("-s", "unix://" + daemon.folder() + "/s.sock", "tail", "-f", "ctrl");
        try (Terminal terminal = Terminal.run(daemon.folder(), tail)) {
            terminal.await("red^A");
            terminal.type("\003");

            assertThat(terminal.exitCode()).isZero();
        }
    }

    private List<String> ourShell() {
        List<String> command = new ArrayList<>(Client.ourCommand());
        command.addAll(List.of("-c", daemon.folder().resolve("shell.conf").toString()));
        return command;
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(Client.ourCommand());
        command.addAll(withConfiguration(words));
        return command;
    }

    private List<String> withConfiguration(String... words) {
        List<String> all = new ArrayList<>(List.of("-c", daemon.folder() + "/main.conf"));
        all.addAll(List.of(words));
        return all;
    }
}
