package org.supervisor4j.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTrimmerTest {
    private static final int MIB = 1024 * 1024;

    private long size = 20 * MIB;
    private long sizeOfWhatLives = 20 * MIB;
    private int collections;
    private final HeapTrimmer trimmer = new HeapTrimmer(() -> size, this::collect);

    private void collect() {
        collections++;
        size = sizeOfWhatLives;
    }

    private int collectionsAt(long newSize) {
        size = newSize;
        trimmer.look();
        return collections;
    }

    @Test
    void collectsWhenTheHeapHasGrownAndNotSooner() {
        assertThat(collectionsAt(36 * MIB)).isZero();
        assertThat(collectionsAt(36 * MIB + 1)).isEqualTo(1);
        assertThat(collectionsAt(36 * MIB)).isEqualTo(1);
        assertThat(collectionsAt(37 * MIB)).isEqualTo(2);
    }

    @Test
    void whatIsNeededIsNotCollectedAgainAndAgain() {
        sizeOfWhatLives = 100 * MIB;

        assertThat(collectionsAt(100 * MIB)).isEqualTo(1);
        assertThat(collectionsAt(150 * MIB)).isEqualTo(1);
        assertThat(collectionsAt(151 * MIB)).isEqualTo(2);
    }

    @Test
    void aHeapThatHasShrunkByItselfIsMeasuredFromThere() {
        assertThat(collectionsAt(10 * MIB)).isZero();
        assertThat(collectionsAt(27 * MIB)).isEqualTo(1);
    }
}
