package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.supervisor4j.daemon.os.MachineLoad;
import org.supervisor4j.daemon.os.UnsupportedPlatformException;

class ProcfsMachineLoadTest {
    private final MachineLoad load;

    ProcfsMachineLoadTest() throws UnsupportedPlatformException {
        load = PosixSystem.open().load();
    }

    @Test
    void thisThreadRuns() {
        assertThat(load.runnableThreads()).isBetween(1, 100_000);
    }

    @Test
    @Timeout(60)
    void whatWeWorkIsCounted() {
        long before = load.ownMillis();

        assertThat(before).as("for how long this JVM has worked").isBetween(100L, TimeUnit.DAYS.toMillis(1));
        while (load.ownMillis() < before + 50) {
            Thread.onSpinWait();
        }
    }
}
