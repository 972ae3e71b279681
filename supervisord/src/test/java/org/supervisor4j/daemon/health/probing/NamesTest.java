package org.supervisor4j.daemon.health.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NamesTest {
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Runnable> lookups = new ArrayList<>();
    /** Whose name service never answers. */
    private final Names names = new Names(lookups::add);

    @Test
    @Timeout(10)
    void whoAsksASilentNameServiceGivesUpInTime() {
        assertThatThrownBy(() -> names.addresses("db.example", SHORT))
                .isInstanceOf(ProbeException.class)
                .hasMessage("no name server has told the address of db.example");
    }

    @Test
    @Timeout(10)
    void oneThreadWaitsForAName() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> names.addresses("db.example", SHORT)).isInstanceOf(ProbeException.class);
        }

        assertThat(lookups).hasSize(1);
    }

    @Test
    void whatIsNoNameIsNotLookedUp() throws Exception {
        assertThat(names.addresses("127.0.0.2", SHORT)[0].getHostAddress()).isEqualTo("127.0.0.2");
        assertThat(names.addresses("::1", SHORT)[0].getAddress()).hasSize(16);
        assertThat(names.addresses("localhost", SHORT)).hasSize(2);
        assertThat(lookups).isEmpty();
        assertThat(Names.numeric("10.0.0.1")).containsExactly(10, 0, 0, 1);
        assertThat(Names.numeric("db.example")).isNull();
        assertThat(Names.numeric("999.0.0.1")).isNull();
    }
}
