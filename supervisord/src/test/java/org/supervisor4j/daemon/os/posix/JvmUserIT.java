package org.supervisor4j.daemon.os.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.posix.libc.LibC;

/** What can be tried only once in the life of a JVM: to become another user, and to run out of processes. */
@Tag("process")
class JvmUserIT {
    @Test
    void allThreadsBecomeTheUserForGoodAndAFullProcessTableIsAnErrorOfTheSpawn() throws Exception {
        boolean root = LibC.load().getuid() == 0;
        try (ChildJvm probe = new ChildJvm(UserProbe.class, List.of("-Xmx64m"))) {
            assertThat(probe.line()).isEqualTo("spawn: failure null");
            String threads = probe.line();
            if (root) {
                assertThat(threads)
                        .isEqualTo("threads: [Uid: 65534 65534 65534 65534; Gid: 65533 65533 65533 65533;"
                                + " Groups: 24 65533; ]");
            }
            assertThat(threads).doesNotContain(", ");
            assertThat(probe.line()).isEqualTo("back: cannot set the groups [0]: EPERM (Operation not permitted)");
            assertThat(probe.line())
                    .isEqualTo("full: cannot create a child process for /bin/true:"
                            + " EAGAIN (Resource temporarily unavailable)");
            assertThat(probe.exitStatus()).isZero();
        }
    }
}
