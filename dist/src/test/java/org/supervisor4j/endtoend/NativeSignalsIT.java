package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signals that a JVM deals with before any program of ours runs, and that the native program must deal with, too. */
@Tag("native")
class NativeSignalsIT {
    private static final int SIGTERM = 128 + 15;
    private static final int SIGSEGV = 128 + 11;

    private Sandbox sandbox;
    private Daemon daemon;
    private Process client;

    @BeforeEach
    void followALog() throws IOException {
        sandbox = Sandbox.empty();
        Path configuration = sandbox.write(Configuration.FILE, Configuration.with("""
                [supervisorctl]
                serverurl=unix://%(here)s/supervisor.sock
                [program:cat]
                command=/bin/cat
                startsecs=0
                """));
        daemon = Daemon.start(Installation.OURS, configuration, sandbox.path(Configuration.SOCKET));
        daemon.rpc().awaitState("cat", "RUNNING");
        client = new ProcessBuilder(
                        Installation.OURS.supervisorctl(), "-c", configuration.toString(), "tail", "-f", "cat")
                .redirectErrorStream(true)
                .redirectOutput(sandbox.path("said").toFile())
                .start();
        awaitLine("first");
    }

    @AfterEach
    void endBoth() throws IOException {
        client.destroyForcibly();
        daemon.close();
        sandbox.close();
    }

    private void awaitLine(String line) {
        daemon.rpc().sendStdin("cat", line + "\n");
        Await.until("the client shows it", () -> sandbox.read("said").contains(line) || !client.isAlive());
        assertThat(sandbox.read("said")).contains(line);
    }

    private void send(String signal) {
        assertThat(Command.of("kill", "-s", signal, Long.toString(client.pid()))
                        .run()
                        .toString())
                .isEqualTo("[exit 0]\n");
    }

    /** Whoever it writes to may go away at any time. */
    @Test
    void aBrokenPipeDoesNotEndAProgram() throws InterruptedException {
        send("PIPE");

        awaitLine("second");
        client.destroy();
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isEqualTo(SIGTERM);
    }

    /** So that whoever finds it dead learns more than that. */
    @Test
    void aFaultInNativeCodeIsTold() throws InterruptedException {
        send("SEGV");

        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isEqualTo(SIGSEGV);
        assertThat(sandbox.read("said"))
                .endsWith("supervisorctl: a fault in native code (SIGSEGV or SIGBUS) ends this program\n");
    }
}
