package org.supervisor4j.daemon.health.probing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.ProcessTable;
import org.supervisor4j.daemon.os.ProcessTable.Entry;

class KinshipTest {
    private static final int CHILD = 100;
    private static final int WEB = 33;

    private final List<Entry> processes = new ArrayList<>(List.of(
            new Entry(1, 0, 1, 0, 0, 0),
            new Entry(CHILD, 50, CHILD, 7, 0, 0),
            new Entry(101, CHILD, CHILD, 8, 0, 0),
            new Entry(102, 101, 102, 9, 0, 0),
            new Entry(103, 1, CHILD, 9, 0, 0),
            new Entry(104, 1, 104, 9, 0, 0)));
    private final Kinship kin = new Kinship((ProcessTable) () -> processes, CHILD, WEB);

    @Test
    void theChildAndItsDescendantsBelongToIt() {
        assertThat(kin.includes(CHILD, WEB)).isTrue();
        assertThat(kin.includes(101, 5)).isTrue();
        assertThat(kin.includes(102, 5)).isTrue();
    }

    @Test
    void aForeignerDoesNot() {
        assertThat(kin.includes(104, WEB)).isFalse();
        assertThat(kin.includes(1, 0)).isFalse();
        assertThat(kin.includes(0, 0)).isFalse();
        assertThat(kin.includes(-1, 0)).isFalse();
        assertThat(kin.includes(999, 0)).isFalse();
    }

    @Test
    void whoseParentHasGoneIsToldByTheGroupIfHeIsTheProgramAnyway() {
        assertThat(kin.includes(103, WEB)).isTrue();
        assertThat(kin.includes(103, 0)).isTrue();
        assertThat(new Kinship(() -> processes, CHILD, WEB).includes(103, 1000)).isFalse();
    }

    @Test
    void whoWasOneOfThemStaysOneAlsoWhenHisParentHasGone() {
        assertThat(kin.includes(102, 5)).isTrue();
        processes.replaceAll(entry -> entry.pid() == 102 ? new Entry(102, 1, 102, 9, 0, 0) : entry);
        assertThat(kin.includes(102, 5)).isTrue();

        processes.replaceAll(entry -> entry.pid() == 102 ? new Entry(102, 1, 102, 77, 0, 0) : entry);

        assertThat(kin.includes(102, 5)).as("another process of that number").isFalse();
    }
}
