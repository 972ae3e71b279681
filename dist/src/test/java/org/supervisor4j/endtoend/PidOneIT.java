package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon as the first process of a container: everybody's orphans are its children, as under the reference. */
class PidOneIT {
    /** Leaves a grandchild behind, which ends soon after. */
    private static final String ORPHANS = """
            [program:parent]
            command=/bin/sh -c "(sleep 0.2; exit 7) & echo $! > %(here)s/orphan"
            startsecs=0
            autorestart=false
            [program:cat]
            command=/bin/cat
            """;

    private final Mark mark = Mark.fresh();

    @AfterEach
    void endWhatStillRuns() {
        mark.bearers().forEach(ProcessHandle::destroyForcibly);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TERM", "INT"})
    void orphansAreReapedAndASignalEndsItInOrder(String signal) throws Exception {
        List<String> reference = live(Installation.DEBIAN, signal);
        List<String> ours = live(Installation.OURS, signal);

        assertThat(ours).isEqualTo(reference);
        assertThat(ours)
                .contains("INFO reaped unknown pid N (exit status 7)")
                .endsWith(
                        "WARN received SIG" + signal + " indicating exit request",
                        "INFO waiting for cat to die",
                        "WARN stopped: cat (terminated by SIGTERM)");
    }

    /** @return the log */
    private List<String> live(Installation installation, String signal) throws Exception {
        try (Sandbox sandbox = Sandbox.empty()) {
            sandbox.write(Configuration.FILE, Configuration.with(ORPHANS));
            var rpc = new Rpc(sandbox.path(Configuration.SOCKET));
            Process unshare = start(installation, sandbox);
            Await.until("the daemon serves, or has ended", () -> !unshare.isAlive() || rpc.answers());
            assertThat(unshare.isAlive()).as(sandbox.read("terminal")).isTrue();
            rpc.awaitState("cat", "RUNNING");
            assertThat(sandbox.read(Configuration.PID_FILE)).isEqualTo("1\n");
            Await.until("the orphan is reaped", () -> sandbox.read(Configuration.LOG)
                    .contains("INFO reaped unknown pid " + orphan(sandbox) + " (exit status 7)"));

            Command.of("kill", "-s", signal, Long.toString(daemonBelow(unshare).pid()))
                    .run();

            assertThat(unshare.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(unshare.exitValue()).isZero();
            assertThat(mark.bearers()).isEmpty();
            return LogLines.of(sandbox);
        }
    }

    private Process start(Installation installation, Sandbox sandbox) throws IOException {
        List<String> words = new ArrayList<>(Daemon.UNBLOCK);
        words.add("unshare");
        if (!Account.isRoot()) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("--pid", "--fork", "--mount-proc", "--kill-child"));
        words.addAll(List.of(installation.supervisord(), "-n", "-s", "-c", Configuration.FILE));
        var builder = new ProcessBuilder(words)
                .directory(sandbox.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(sandbox.path("terminal").toFile());
        builder.environment().put(Mark.VARIABLE, mark.value());
        return builder.start();
    }

    private static String orphan(Sandbox sandbox) {
        return sandbox.read("orphan").strip();
    }

    private static ProcessHandle daemonBelow(Process unshare) {
        return unshare.children().findFirst().orElseThrow();
    }
}
