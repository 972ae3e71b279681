package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcfsMachineLoadTest {
    private final ProcfsMachineLoad load = new ProcfsMachineLoad();

    @Test
    void thisThreadRuns() {
        assertThat(load.runnableThreads()).isBetween(1, 100_000);
    }

    @Test
    void theMachineHasBeenIdleForATimeThatOnlyGrows() {
        long before = load.idleMillis();

        assertThat(before).isPositive();
        assertThat(load.idleMillis()).isGreaterThanOrEqualTo(before);
    }
}
