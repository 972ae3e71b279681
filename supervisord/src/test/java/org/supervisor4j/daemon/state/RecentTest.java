package org.supervisor4j.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final Rate THREE_IN_TEN = new Rate(3, 10);

    private static Recent at(long... moments) {
        Recent recent = Recent.NONE;
        for (long moment : moments) {
            recent = recent.with(THREE_IN_TEN, moment);
        }
        return recent;
    }

    @Test
    void thereIsRoomUntilThereAreSoMany() {
        assertThat(at().freeAt(THREE_IN_TEN, 5)).isEqualTo(5);
        assertThat(at(1, 2).freeAt(THREE_IN_TEN, 5)).isEqualTo(5);
        assertThat(at(1, 2, 3).freeAt(THREE_IN_TEN, 5)).isEqualTo(11);
        assertThat(at(1, 2, 3).freeAt(THREE_IN_TEN, 11)).isEqualTo(11);
        assertThat(at(1, 2, 3, 11).freeAt(THREE_IN_TEN, 11)).isEqualTo(12);
    }

    @Test
    void itKeepsNoMoreThanItNeeds() {
        assertThat(at(1, 2, 3, 11, 12).moments()).containsExactly(3L, 11L, 12L);
    }

    @Test
    void whatIsJustAsOldAsTheWindowIsLongCountsNoMore() {
        assertThat(at(1, 2, 3).within(THREE_IN_TEN, 10)).isEqualTo(3);
        assertThat(at(1, 2, 3).within(THREE_IN_TEN, 11)).isEqualTo(2);
    }

    @Test
    void aSmallerRateLooksAtTheLatest() {
        assertThat(at(1, 5, 9).freeAt(new Rate(1, 10), 9)).isEqualTo(19);
        assertThat(at(1, 5, 9).freeAt(new Rate(2, 4), 9)).isEqualTo(9);
    }

    @Test
    void withoutARateThereIsAlwaysRoomAndNothingIsKept() {
        assertThat(at(1, 2, 3).freeAt(Rate.NONE, 3)).isEqualTo(3);
        assertThat(at(1, 2, 3).with(Rate.NONE, 4)).isEqualTo(Recent.NONE);
    }

    @Test
    void thereAreNeverMoreInAnyWindow() {
        SplittableRandom dice = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            Rate rate = new Rate(1 + dice.nextInt(6), 1 + dice.nextInt(50));
            List<Long> all = new ArrayList<>();
            Recent recent = Recent.NONE;
            long now = dice.nextLong(-1000, 1000);
            for (int k = 0; k < 100; k++) {
                now = recent.freeAt(rate, now + dice.nextInt(20));
                recent = recent.with(rate, now);
                all.add(now);
            }
            for (int k = 0; k + rate.count() < all.size(); k++) {
                assertThat(all.get(k + rate.count()) - all.get(k)).isGreaterThanOrEqualTo(rate.windowNanos());
            }
        }
    }

    @Test
    void aRateIsSaidInWords() {
        assertThat(new Rate(5, 60 * Phase.SECOND).text()).isEqualTo("5 times in 60 seconds");
        assertThat(new Rate(1, Phase.SECOND).text()).isEqualTo("1 time in 1 second");
        assertThat(new Rate(2, Phase.SECOND / 2)).hasToString("2/0.5");
    }
}
