package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.config.GroupConfig.FcgiGroup;
import org.supervisor4j.daemon.config.GroupConfig.SocketConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.process.FcgiSocket;
import org.supervisor4j.daemon.process.FcgiSocketException;
import org.supervisor4j.daemon.process.Subprocess;
import org.supervisor4j.daemon.state.StartPolicy.Restart;
import org.supervisor4j.model.ProcessState;

class FcgiGroupTest {
    private static final String URL = "unix:///run/web.sock";
    private static final String CREATING = "INFO Creating socket " + URL;
    private static final String CLOSING = "INFO Closing socket " + URL;
    private static final Errno IN_USE = new Errno(98, "EADDRINUSE", "Address already in use");

    private final LoopHarness harness = new LoopHarness();

    private static FcgiGroup group(ProgramBuilder... programs) {
        List<ProcessConfig> processes =
                Stream.of(programs).map(ProgramBuilder::build).toList();
        return new FcgiGroup(
                "web", 999, processes, new SocketConfig.Unix(URL, "/run/web.sock", OptionalInt.empty(), 0700, -1, -1));
    }

    private List<String> socketLines() {
        return harness.log.lines().stream()
                .filter(line -> line.contains(" socket "))
                .toList();
    }

    private Subprocess process(String name) {
        return harness.supervisor.process("web", name).orElseThrow();
    }

    private void end(String name) {
        harness.os.end(process(name).snapshot().pid(), LoopHarness.TERMINATED);
        harness.supervisor.reap();
        harness.turn();
    }

    @Test
    void theSocketIsTriedWhenTheGroupIsAdded() {
        harness.with(group(aProgram("web").notAutostarted()));

        assertThat(socketLines()).containsExactly(CREATING, CLOSING);
        harness.os.assertNothingLeft();
    }

    @Test
    void aSocketThatIsRefusedIsReportedWithItsUrl() {
        harness.os.failNextListen(IN_USE);

        assertThatThrownBy(() -> new FcgiSocket.Factory(harness.os, harness.os, harness.log).of(group(aProgram("web"))))
                .isInstanceOf(FcgiSocketException.class)
                .hasMessage("Could not create FastCGI socket " + URL
                        + ": cannot bind /run/web.sock: EADDRINUSE (Address already in use)");
    }

    @Test
    void allProcessesGetTheSameSocketAsStdinAndNoPipe() {
        harness.with(group(aProgram("a"), aProgram("b")));

        assertThat(harness.os.spawned()).hasSize(2);
        assertThat(harness.os.spawned().get(0).stdin())
                .isEqualTo(harness.os.spawned().get(1).stdin());
        assertThat(process("a").stdin()).isEmpty();
    }

    @Test
    void theSocketIsClosedWhenTheLastProcessHasEnded() {
        harness.with(
                group(aProgram("a").autorestart(Restart.NEVER), aProgram("b").autorestart(Restart.NEVER)));
        harness.advance(Duration.ofSeconds(5));

        end("a");
        assertThat(socketLines()).containsExactly(CREATING, CLOSING, CREATING);

        end("b");
        assertThat(socketLines()).containsExactly(CREATING, CLOSING, CREATING, CLOSING);
        harness.os.assertNothingLeft();
    }

    @Test
    void aProcessThatIsStartedAnewGetsANewSocket() {
        harness.with(group(aProgram("web")));
        harness.advance(Duration.ofSeconds(5));

        end("web");

        assertThat(harness.state("web")).isEqualTo(ProcessState.STARTING);
        assertThat(harness.log.lines())
                .containsSubsequence(
                        "WARN exited: web (terminated by SIGTERM; not expected)",
                        CLOSING,
                        CREATING,
                        "INFO spawned: 'web' with pid 1001");
    }

    @Test
    void aSocketThatIsGoneWhenItIsNeededIsASpawnError() {
        harness.with(group(aProgram("web").notAutostarted().startretries(0)));
        harness.os.failNextListen(IN_USE);

        harness.start(process("web"));
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
        assertThat(process("web").spawnerr())
                .isEqualTo("Could not create FastCGI socket " + URL
                        + ": cannot bind /run/web.sock: EADDRINUSE (Address already in use)");
        harness.os.assertNothingLeft();
    }

    @Test
    void aFailedSpawnLetsGoOfTheSocket() {
        harness.os.failNextSpawn(new Errno(Errno.ENOMEM, "ENOMEM", "Cannot allocate memory"));

        harness.with(group(aProgram("web").startretries(0)));

        assertThat(harness.state("web")).isEqualTo(ProcessState.FATAL);
        assertThat(socketLines()).containsExactly(CREATING, CLOSING, CREATING, CLOSING);
        harness.os.assertNothingLeft();
    }

    @Test
    void aStartThatIsCalledOffLetsGoOfTheSocket() {
        harness.with(group(aProgram("web").notAutostarted()));

        harness.start(process("web"));
        process("web").stop();
        harness.turn();

        assertThat(harness.state("web")).isEqualTo(ProcessState.STOPPED);
        harness.os.assertNothingLeft();
    }
}
