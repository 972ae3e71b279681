package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A configuration that the user hands over through a pipe or a descriptor: templates, and secrets that no disk sees.
 */
class PipedConfigurationIT {
    private final Mark mark = Mark.fresh();
    private Sandbox sandbox;

    @BeforeEach
    void makeASandbox() throws IOException {
        sandbox = Sandbox.empty();
        sandbox.mkdirs("more");
        String socket = sandbox.path(Configuration.SOCKET).toString();
        sandbox.write(
                Configuration.FILE,
                Configuration.with("[program:cat]\ncommand=/bin/cat\n[include]\nfiles=" + sandbox.root() + "/more/*\n"
                                + "[supervisorctl]\nserverurl=unix://" + socket + "\n")
                        .replace("%(here)s", sandbox.root().toString()));
    }

    @AfterEach
    void removeItAndWhatStillRuns() throws IOException {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
        sandbox.close();
    }

    /** The second Java, which becomes the daemon, cannot read it again; nor can a reload. */
    @ParameterizedTest
    @ValueSource(strings = {"%s -c <(cat %s)", "%s -c /dev/stdin < %s", "cat %2$s | %1$s -c /dev/stdin"})
    void aDaemonInTheBackgroundKeepsWhatItReadOverReloads(String how) throws IOException {
        String start = how.formatted(Installation.OURS.supervisord(), sandbox.path(Configuration.FILE));

        Command.Result started = bash(start);

        assertThat(started).isEqualTo(new Command.Result(0, "", ""));
        Rpc rpc = new Rpc(sandbox.path(Configuration.SOCKET));
        rpc.awaitState("cat", "RUNNING");
        sandbox.write("more/a", "[program:more]\ncommand=/bin/cat\n");
        assertThat(ctl("reread").stdout()).isEqualTo("more: available\n");
        String pid = Files.readString(sandbox.path(Configuration.PID_FILE));
        assertThat(ctl("reload").stdout()).isEqualTo("Restarted supervisord\n");
        Await.until("the next life serves", () -> {
            try {
                return rpc.answers() && rpc.state("more").equals("RUNNING");
            } catch (RuntimeException | AssertionError notYet) {
                return false;
            }
        });
        assertThat(Files.readString(sandbox.path(Configuration.PID_FILE))).isEqualTo(pid);
        assertThat(ctl("shutdown").exit()).isZero();
        Await.until("the daemon has ended", () -> mark.bearers().isEmpty());
    }

    private Command.Result ctl(String command) {
        return bash(
                Installation.OURS.supervisorctl() + " -c <(cat " + sandbox.path(Configuration.FILE) + ") " + command);
    }

    @Test
    void aMistakeInItIsToldByTheStartAndByACheck() {
        Path fifo = sandbox.path("fifo");
        assertThat(Command.of("mkfifo", fifo.toString()).run().exit()).isZero();
        String write = "printf '[supervisord]\\nminfds=x\\n' > " + fifo + " & ";

        Command.Result start = bash(write + Installation.OURS.supervisord() + " -c " + fifo);
        Command.Result check = bash(write + Installation.OURS.supervisord() + " --check -c " + fifo);

        assertThat(start.stderr().lines())
                .containsExactly(
                        "Error: invalid literal for int() with base 10: 'x'",
                        "For help, use " + Installation.OURS.supervisord() + " -h");
        assertThat(start.exit()).isEqualTo(2);
        assertThat(check.stdout()).isEqualTo(fifo + ":2: error: invalid literal for int() with base 10: 'x'\n");
        assertThat(check.exit()).isEqualTo(2);
    }

    private Command.Result bash(String script) {
        return Command.of("bash", "-c", script)
                .with(Mark.VARIABLE, mark.value())
                .in(sandbox.root())
                .run();
    }
}
