package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.rpc.ProcessList;
import org.supervisor4j.daemon.rpc.SupervisorRpc;
import org.supervisor4j.daemon.state.Essential;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.ProcessOutcome;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.SupervisorState;

class ClientCallsTest {
    /** Found by SimulationTest: the answer came in the middle of a turn. */
    @Test
    void whoeverHasLogsClearedIsAnsweredWhenTheTurnHasBeenPublished() {
        LoopHarness harness = new LoopHarness()
                .with(aProgram("web").notAutostarted().startsecs(0).alone());
        SupervisorRpc rpc = ClientCalls.of(harness).rpc();

        CompletableFuture<Object> started = rpc.startProcess("web", false);
        CompletableFuture<ProcessState> shown = rpc.clearAllProcessLogs().thenApply(cleared -> harness.supervisor
                .snapshot()
                .process("web", "web")
                .orElseThrow()
                .state());
        harness.turn();

        assertThat(started).isCompletedWithValue(true);
        assertThat(shown).isCompletedWithValue(ProcessState.RUNNING);
    }

    /** Found by SimulationTest: the first cannot even be tried, and the daemon ends with it. */
    @Test
    void startOfAllGoesNoFurtherThanTheDaemonsOwnEnd() {
        LoopHarness harness = new LoopHarness()
                .with(
                        aProgram("a")
                                .notAutostarted()
                                .essential(new Essential(Essential.Kind.TRUE, false, false))
                                .alone(),
                        aProgram("b").notAutostarted().alone());
        harness.outputs.failWith(new OsException("open", "/a", new Errno(28, "ENOSPC", "No space left on device")));

        CompletableFuture<List<ProcessOutcome>> outcomes =
                ClientCalls.of(harness).rpc().startAllProcesses(false);
        harness.turn();

        assertThat(harness.supervisor.mood()).isEqualTo(SupervisorState.SHUTDOWN);
        assertThat(harness.state("b")).isEqualTo(ProcessState.STOPPED);
        assertThat(outcomes)
                .isCompletedWithValueMatching(
                        all -> all.get(1).status() == Fault.SHUTDOWN_STATE.code(), "b is refused");
    }

    @Test
    void whatAllProcessesDoIsWrittenOnceForAllWhoAsk() {
        LoopHarness harness = new LoopHarness().with(aProgram("web").alone());
        SupervisorRpc rpc = ClientCalls.of(harness).rpc();
        List<Object> written = new ArrayList<>();
        Function<@Nullable Object, byte[]> writer = answer -> {
            written.add(Objects.requireNonNull(answer));
            return new byte[] {(byte) written.size()};
        };

        byte[] first = ((ProcessList) rpc.getAllProcessInfo()).writtenBy(writer);
        byte[] second = ((ProcessList) rpc.getAllProcessInfo()).writtenBy(writer);

        assertThat(second).isSameAs(first).containsExactly(1);
        assertThat(written)
                .containsExactly(List.of(rpc.getProcessInfo("web:web").toMap()));
    }
}
