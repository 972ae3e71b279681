package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.supervisor4j.daemon.supervisor.ProgramBuilder.aProgram;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.rpc.SupervisorRpc;
import org.supervisor4j.model.ProcessState;

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
}
