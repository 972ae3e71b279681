package org.supervisor4j.daemon.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.model.SupervisorState;

class ProcessListTest {
    private static final Snapshot SNAPSHOT = Snapshot.of(SupervisorState.RUNNING, List.of());
    private static final long NOW = 1_795_247_295;
    private static final long NANOS = 7 * Phase.SECOND;

    private final ProcessList first = new ProcessList(SNAPSHOT, NOW, NANOS);

    @Test
    void listIsTheSameForAllWhoAskWithinASecond() {
        assertThat(first.at(SNAPSHOT, NOW, NANOS + Phase.SECOND - 1)).isSameAs(first);
    }

    @Test
    void listIsMadeAnewWhenSomethingHasChanged() {
        Snapshot next = Snapshot.of(SupervisorState.RUNNING, List.of());
        assertThat(first.at(next, NOW, NANOS)).isNotSameAs(first);
    }

    @Test
    void listIsMadeAnewWithEachSecondOfEitherClock() {
        ProcessList second = first.at(SNAPSHOT, NOW + 1, NANOS);
        ProcessList third = second.at(SNAPSHOT, NOW + 1, NANOS + Phase.SECOND);

        assertThat(second).isNotSameAs(first);
        assertThat(third).isNotSameAs(second);
    }
}
