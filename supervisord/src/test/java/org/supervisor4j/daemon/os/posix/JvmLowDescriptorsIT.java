package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A daemon that was started with its first descriptors closed. */
@Tag("process")
class JvmLowDescriptorsIT {
    @Test
    void pipesThatAreAmongTheFirstThreeDescriptorsServeAllTheSame() throws Exception {
        try (ChildJvm probe = new ChildJvm(LowDescriptorsProbe.class, List.of("-Xmx64m"))) {
            for (int i = 0; i < 20; i++) {
                assertThat(probe.line()).startsWith("Failure[step=EXEC, errno=Errno[number=2, name=ENOENT");
            }
            assertThat(probe.line()).isEqualTo("0 and 1");
            assertThat(probe.line()).isEqualTo("null");
            assertThat(probe.line()).isEqualTo("echoed 6");
            assertThat(probe.exitStatus()).isZero();
        }
    }
}
