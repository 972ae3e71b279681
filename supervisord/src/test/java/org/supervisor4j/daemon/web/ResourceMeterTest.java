package org.supervisor4j.daemon.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.supervisor4j.daemon.os.ProcessTable.Entry;
import org.supervisor4j.daemon.web.ResourceMeter.Usage;

class ResourceMeterTest {
    private static final long SECOND = 1_000_000_000;
    private static final int SUPERVISED = 10;

    private final List<Entry> table = new ArrayList<>();
    private long nanos = 5 * SECOND;
    private final ResourceMeter meter = new ResourceMeter(() -> List.copyOf(table), () -> nanos);

    private void process(int pid, int parent, int group, long cpuNanos, long bytes) {
        table.removeIf(entry -> entry.pid() == pid);
        table.add(new Entry(pid, parent, group, pid, cpuNanos, bytes));
    }

    private Usage measure() {
        return Objects.requireNonNull(meter.measure(Set.of(SUPERVISED)).get(SUPERVISED));
    }

    @Test
    void aShareOfTheProcessorTakesTwoMeasurements() {
        process(SUPERVISED, 1, SUPERVISED, SECOND, 5_000_000);
        assertThat(measure()).isEqualTo(new Usage(ResourceMeter.UNKNOWN, 5_000_000));

        process(SUPERVISED, 1, SUPERVISED, SECOND + SECOND / 2, 5_049_999);
        nanos += 2 * SECOND;

        assertThat(measure()).isEqualTo(new Usage(250, 5_000_000));
    }

    @Test
    void descendantsCountAndWhoeverStayedInTheGroup() {
        process(1, 0, 1, 0, 1_000_000_000);
        process(SUPERVISED, 1, SUPERVISED, 0, 1_000_000);
        process(11, SUPERVISED, SUPERVISED, 0, 2_000_000);
        process(12, 11, 12, 0, 4_000_000);
        process(13, 1, SUPERVISED, 0, 8_000_000);
        process(14, 1, 14, 0, 16_000_000);

        assertThat(measure().residentBytes()).isEqualTo(15_000_000);
    }

    @Test
    void aChildThatHasBegunSinceThenCountsWholly() {
        process(SUPERVISED, 1, SUPERVISED, 10 * SECOND, 0);
        measure();
        process(11, SUPERVISED, SUPERVISED, SECOND, 0);
        nanos += SECOND;

        assertThat(measure().cpu()).isEqualTo(1000);
    }

    @Test
    void aNumberThatIsGivenToAnotherProcessStartsAnew() {
        process(SUPERVISED, 1, SUPERVISED, 10 * SECOND, 0);
        measure();
        table.clear();
        table.add(new Entry(SUPERVISED, 1, SUPERVISED, 4711, SECOND / 10, 0));
        nanos += SECOND;

        assertThat(measure().cpu()).isEqualTo(100);
    }

    @Test
    void whatHasEndedIsMissing() {
        assertThat(meter.measure(Set.of(SUPERVISED))).isEmpty();
    }
}
