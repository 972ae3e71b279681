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
import org.supervisor4j.daemon.rpc.ProcessList;
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
