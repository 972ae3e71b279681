package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.supervisor4j.daemon.os.posix.libc.LibC;
import org.supervisor4j.model.Signal;

/** Our handlers beside those of the JVM, which has some of its own unless it is told to use fewer (-Xrs). */
@Tag("process")
class JvmSignalsIT {
    @ParameterizedTest
    @ValueSource(strings = {"-Xrs", "-Xmx64m", "-XX:+UseSerialGC"})
    void everySignalOfTheDaemonReachesUsAndTheJvmDoesNothing(String flag) throws Exception {
        LibC libc = LibC.load();
        try (ChildJvm probe = new ChildJvm(SignalProbe.class, List.of(flag))) {
            assertThat(probe.line()).isEqualTo("ready");

            // QUIT would print a thread dump, HUP and INT would end the JVM, and so would USR1.
            for (int signal : new int[] {3, 1, 2, 10, 12, 17, 3}) {
                assertThat(libc.kill(probe.pid(), signal)).isZero();
                assertThat(probe.line()).isEqualTo(Signal.name(signal) + " x1");
            }
            libc.kill(probe.pid(), 15);
            assertThat(probe.line()).isEqualTo("SIGTERM x1");
            assertThat(probe.line()).isEqualTo("bye");
            assertThat(probe.line()).isEqualTo("<end>");
            assertThat(probe.exitStatus()).isZero();
        }
    }
}
