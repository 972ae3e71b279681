package org.supervisor4j.daemon.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int LINE = 100;
    private static final long MICROSECOND = TimeUnit.MICROSECONDS.toNanos(1);

    private final Pace pace = new Pace(0);
    private long now;
    private int pipe;

    @Test
    void aLineNowAndThenIsReadAsItComes() {
        for (int i = 0; i < 10; i++) {
            assertThat(restsAfter(1, 1_500, LINE)).isFalse();
        }
    }

    @Test
    void linesInQuickSuccessionAreReadTogetherForAsLongAsThatBringsThemTogether() {
        assertThat(restsAfter(1, 5_000, LINE)).isFalse();
        assertThat(restsAfter(1, 200, LINE)).isTrue();
        assertThat(restsAfter(40, 2_000, LINE)).isTrue();
        assertThat(restsAfter(40, 2_000, LINE)).isTrue();
        assertThat(restsAfter(1, 2_000, LINE)).isFalse();
        assertThat(restsAfter(1, 5_000, LINE)).isFalse();
    }

    @Test
    void onePipeByItselfIsReadAsItComes() {
        for (int i = 0; i < 10; i++) {
            now += 200 * MICROSECOND;
            pace.read(7, LINE);
            assertThat(pace.restsAfter(1, now)).isFalse();
        }
        assertThat(restsAfter(1, 200, LINE)).isTrue();
    }

    @Test
    void aPipeThatFillsUpIsNotLeftAlone() {
        assertThat(restsAfter(1, 10, Pace.QUICKLY_FILLED)).isFalse();
        assertThat(restsAfter(9, 10, LINE, Pace.QUICKLY_FILLED, LINE)).isFalse();
        assertThat(restsAfter(9, 10, LINE)).isTrue();
        assertThat(restsAfter(9, 2_000, Pace.QUICKLY_FILLED)).isFalse();
    }

    @Test
    void aTurnInWhichNothingWasReadyIsFollowedByTheNext() {
        assertThat(restsAfter(0, 10)).isFalse();
        assertThat(restsAfter(9, 10, LINE)).isTrue();
        assertThat(restsAfter(0, 2_000)).isFalse();
    }

    private boolean restsAfter(int ready, long microsecondsLater, int... reads) {
        now += microsecondsLater * MICROSECOND;
        for (int read : reads) {
            pace.read(++pipe, read);
        }
        return pace.restsAfter(ready, now);
    }
}
